/**
 * The first script of the console's page, under the same name in every version: it acts when the others cannot be had.
 * So it is while servers of two versions answer one page: the page is of one, its files would be of the other.
 */
import { NOT_LOADED_EVENT } from './not-loaded-event.ts';

const KEY = 'liangju-admin:loaded-anew';
/** So often at most is the page loaded anew by itself, ms. */
const PAUSE = 60_000;

/** Loads the page anew unless that was done just now: nothing is typed yet. @returns whether it does. */
function loadAnew(): boolean {
  try {
    if (Math.abs(Date.now() - Number(sessionStorage.getItem(KEY))) < PAUSE) return false;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    // Without memory nobody knows how often it was tried.
    return false;
  }
  location.reload();
  return true;
}

function failed(): void {
  if (!loadAnew()) void import('./not-loaded.ts');
}

// Files that fail do not bubble.
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement) failed();
    else if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') loadAnew();
  },
  true,
);
addEventListener(NOT_LOADED_EVENT, failed);
