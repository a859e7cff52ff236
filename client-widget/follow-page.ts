/** What a box follows while it is on the page: the page's theme, the network, and whether its element is still in the document. */
import type { Controller } from './types/controller.ts';
import type { FollowPageInput } from './types/late-parts.ts';
import { darkness } from './theme.ts';

/** Opening an article with this fragment lets staff sign in to the box, also on a site without ways for readers: docs/staff.md. */
const STAFF_FRAGMENT = '#liangju-staff';

/** Writes the box's number of comments into the page's own elements for it. */
function correctCounts({ state, settings }: Controller): void {
  if (state.thread === null) return;
  const count = String(state.thread.commentCount);
  // The thread's key as the page has it, and as the service has it.
  const keys: unknown[] = [settings.thread.key, state.thread.key];
  for (const place of document.querySelectorAll<HTMLElement>('[data-liangju-count]')) {
    if (keys.includes(place.dataset.liangjuCount) && place.textContent !== count) place.textContent = count;
  }
}

/**
 * Loads what members need where the site signs readers in or verifies them, the page says who its reader is, or staff have signed in or
 * want to; tried again when the list comes again.
 */
function followSite(controller: Controller, place: Element, signal: AbortSignal): void {
  let isLoading = false;
  function look(): void {
    const { site, reader } = controller.state;
    const isForStaff = location.hash === STAFF_FRAGMENT;
    if (isForStaff) controller.members?.openForStaff();
    const isWanted = isForStaff || site?.signIn || site?.sso || site?.verifier || controller.options.sso || reader?.kind === 'member';
    if (isLoading || site === null || !isWanted) return;
    isLoading = true;
    controller.getCode('members').then(
      ({ openMembers }) => controller.isDestroyed || openMembers(controller, place),
      () => {
        isLoading = false;
      },
    );
  }
  controller.subscribe(look);
  addEventListener('hashchange', look, { signal });
  look();
}

/** Follows the page; gives what ends it. */
export function followPage({ controller, place, setTheme, endIfGone }: FollowPageInput): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let frame = 0;

  function look(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(setTheme);
  }

  const looks = new MutationObserver(look);
  for (const element of [document.documentElement, document.body]) looks.observe(element, { attributes: true });
  // Style sheets of the page may be replaced.
  looks.observe(document.head, { attributes: true, childList: true, subtree: true });
  darkness.addEventListener('change', look, { signal });
  document.addEventListener('transitionend', look, { signal });
  addEventListener('load', look, { signal });

  const presence = new MutationObserver(endIfGone);
  // The document does not observe changes inside a shadow tree of the page.
  for (const tree of new Set([document, place.getRootNode()])) presence.observe(tree, { childList: true, subtree: true });

  const setOffline = (isOffline: boolean): void => controller.set({ ...controller.state, isOffline });
  setOffline(!navigator.onLine);
  addEventListener('offline', () => setOffline(true), { signal });
  addEventListener(
    'online',
    () => {
      setOffline(false);
      void controller.actions?.resend();
    },
    { signal },
  );
  // Times such as “3 minutes ago” are drawn anew every minute.
  const clock = setInterval(controller.redraw, 60_000);

  let counted = controller.state.thread?.commentCount;
  const unsubscribe = controller.subscribe(() => {
    if (counted === controller.state.thread?.commentCount) return;
    counted = controller.state.thread?.commentCount;
    correctCounts(controller);
  });
  followSite(controller, place, signal);
  look();
  correctCounts(controller);
  return () => {
    ending.abort();
    cancelAnimationFrame(frame);
    looks.disconnect();
    presence.disconnect();
    clearInterval(clock);
    unsubscribe();
    controller.members?.end();
  };
}
