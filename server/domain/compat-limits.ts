/** Limits of one call in the form of another comment system; our scripts for themes keep to them. */

/** Most pages whose numbers are asked for. */
export const MOST_PAGES = 100;
/** Most of the newest comments. */
export const MOST_LATEST = 100;
/** So many of the newest comments where no number is given. */
export const LATEST = 10;
