/** Scrolls to the comment that the page's address names: fetches it with its conversation where it is not on the page yet. */
import { useEffect } from 'preact/hooks';
import type { PermalinkAnswer } from '../../contract/comment.ts';
import type { Controller } from '../types/controller.ts';
import { findShown } from '../changes.ts';
import { withFloors, withReplies } from '../pages.ts';
import { useLateBox } from './late-box.ts';
import { turnTo } from './focus.ts';

/** Puts a comment of a later page on the page now: its whole conversation, before all others. */
export async function bring(controller: Controller, id: string): Promise<void> {
  const found = await controller.sdk.call<PermalinkAnswer>(`/comments/${id}`, { isPublic: true });
  const { comment, ancestors, answered } = found;
  if (comment.threadKey !== controller.state.thread?.key) return;
  const { state } = controller;
  if (controller.settings.view === 'tower') {
    const named = { ...comment, ancestors: ancestors.map((floor) => ({ id: floor.id })) };
    controller.set({ ...withFloors(state, found), comments: [named, ...state.comments] });
    return;
  }
  const root = [...ancestors, comment].find(({ depth }) => depth === 0);
  if (root === undefined) return;
  const between = [...ancestors, ...(answered ? [answered] : [])].filter(({ depth }) => depth > 0);
  const known = findShown(state, root.id) !== undefined;
  // An empty cursor: there may be answers from the first on.
  const next = known
    ? state
    : { ...state, comments: [{ ...root, replies: { items: [], nextCursor: root.replyCount > 0 ? '' : null } }, ...state.comments] };
  if (comment.id === root.id) controller.set(next);
  else controller.set(withReplies(next, root.id, [...between, comment], ''));
}

/** Scrolls to a comment, which is fetched where it is not on the page, gives it the focus, and marks it for a moment. */
export async function goTo(controller: Controller, root: () => HTMLElement | null, id: string): Promise<void> {
  if (findShown(controller.state, id) === undefined) await bring(controller, id).catch(() => undefined);
  turnTo(root, id, 'center');
  requestAnimationFrame(() => {
    const element = root()?.querySelector(`#liangju-${id}`);
    element?.classList.add('named');
    // A long comment that the address names is unfolded.
    element?.querySelector<HTMLElement>(':scope > .main > .folded + .link')?.click();
    setTimeout(() => element?.classList.remove('named'), 2_000);
  });
}

export function Permalink() {
  const { controller, root } = useLateBox();

  useEffect(() => {
    const onHash = (): void => {
      const id = /#liangju-([\w-]+)$/.exec(location.hash)?.[1];
      if (id !== undefined) void goTo(controller, root, id);
    };
    onHash();
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  return null;
}
