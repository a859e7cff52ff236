/**
 * A request with this header was made by a page by itself: a session is not used by it, and ends when nobody does anything
 * more, however long the page stays open.
 */
export const BACKGROUND_HEADER = 'x-background';
