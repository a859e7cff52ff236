import type { PostAnswer } from '../../contract/comment.ts';
import { withOwn, withRemoved } from '../changes.ts';
import type { Refused } from '../sdk.ts';
import type { Sending } from '../state.ts';
import type { Controller } from '../types/controller.ts';
import type { WaitingList } from './waiting-list.ts';

/** Was it the name that the server refused? */
export const isAboutName = ({ problem }: Refused): boolean =>
  problem.code === 'name-not-allowed' || (problem.errors ?? []).some(({ path }) => path === 'author.name' || path === 'name');

/** How many seconds a text has to wait that came too fast; null where it was refused for something else. */
export const waitOf = ({ problem }: Refused): number | null => (problem.code === 'too-fast' ? (problem.retryAfter ?? 1) : null);

/** Shows a comment that has reached the server, and notifies the page. */
export function onPosted(box: Controller, list: WaitingList, one: Sending, { comment, readerToken }: PostAnswer): void {
  const isTower = box.settings.view === 'tower';
  if (readerToken !== undefined) box.kept.set('token', readerToken);
  const next = withOwn({ ...box.state, readerId: comment.author?.id ?? box.state.readerId }, comment, isTower);
  box.set(list.without(one, next));
  if (readerToken !== undefined) box.onToken();
  box.emit('posted', { id: comment.id, status: comment.status });
}

/** Puts a text into a field before what is typed there, with the sentence of a refusal where there was one. */
export function giveBack(box: Controller, parentId: string | null, text: string, refusal?: Refused): void {
  const typed = box.draft(parentId);
  const body = typed.includes(text) ? typed : `${text}\n\n${typed}`.trimEnd();
  box.saveDraft(parentId, body);
  const isName = refusal !== undefined && isAboutName(refusal);
  box.set({ ...box.state, returned: { parentId, body, why: refusal?.message ?? null, isName, wait: refusal ? waitOf(refusal) : null } });
}

/** Gives a refused text back to the field where it was written, and takes over what the refusal says of the page. */
export function onRefused(box: Controller, list: WaitingList, one: Sending, refusal: Refused): void {
  const { code, readerToken } = refusal.problem;
  box.set(list.without(one));
  if (readerToken !== undefined) {
    // A reader whose first comment was refused has a token from now on, and may appeal.
    box.kept.set('token', readerToken);
    box.onToken();
  }
  const { thread } = box.state;
  if (code === 'comments-closed' && thread !== null) box.set({ ...box.state, thread: { ...thread, closed: true } });
  if (code === 'unsupported-parent' && one.parentId !== null) box.set(withRemoved(box.state, one.parentId));
  // The terms have changed since the list was read.
  if (code === 'terms-not-accepted') void box.load();
  // Votes and reports do not wait for another name.
  if (isAboutName(refusal)) box.kept.remove('name');
  giveBack(box, one.parentId, one.body, refusal);
  // The server keeps it as refused: its author sees it, and may appeal at once.
  if (code === 'comment-rejected') void box.fetchMe().then((me) => box.set({ ...box.state, ...me }));
}
