/** Copies by a field that is selected, for pages without https and frames that may not use the clipboard. */
function copyByField(text: string, place: Node): boolean {
  const field = document.createElement('textarea');
  field.className = 'trap';
  field.value = text;
  place.appendChild(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}

/** Puts a text into the clipboard, also where the page has no clipboard interface; false where that cannot be had. */
export async function copy(text: string, place: Node): Promise<boolean> {
  const root = place.getRootNode();
  const before = root instanceof ShadowRoot ? root.activeElement : null;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const isDone = copyByField(text, place);
    if (before instanceof HTMLElement) before.focus();
    return isDone;
  }
}

/** A route that a page keeps behind the `#` of its address. */
const ROUTE = /^#!?\//;

/** The address of a comment: its article's own, with the page's route where that is kept behind the `#`. */
export function linkTo(id: string, threadUrl: string, page: string): string {
  const url = new URL(threadUrl);
  const { origin, pathname, hash } = new URL(page);
  const isSamePage = url.origin === origin && url.pathname === pathname;
  const route = ROUTE.test(url.hash) ? url.hash : isSamePage && ROUTE.test(hash) ? hash : '';
  url.hash = `${route.replace(/#liangju-[\w-]+$/, '')}#liangju-${id}`.replace(/^##/, '#');
  return url.href;
}
