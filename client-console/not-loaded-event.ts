/** Sent by the console's script when its words cannot be had. */
export const NOT_LOADED_EVENT = 'liangju-not-loaded';
