import type { Comment, Ms, Reader, Thread } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** Most comments of a reader that are listed as not public yet. */
const MOST_HELD = 50;
/** So long after it became public a comment is sent to its author beside the list: longer than any cache keeps a list. */
const RECENT: Ms = 60_000;
/** The newest comments of a reader among which those are looked for: more than one may write in that time. */
const NEWEST = 20;

/** A reader's comments in a thread that its public list does not have, or may not have yet; each newest first. */
export async function ownInThread(
  store: Pick<Store, 'comments'>,
  thread: Thread,
  reader: Reader,
  now: Ms,
): Promise<{ held: Comment[]; recent: Comment[] }> {
  const [held, newest] = await Promise.all([
    store.comments.ownHeld(thread.id, reader.id, MOST_HELD),
    store.comments.byReader({ readerId: reader.id, limit: NEWEST }),
  ]);
  const isRecent = ({ threadId, status, published }: Comment): boolean =>
    threadId === thread.id && status === 'published' && published !== null && published.at > now - RECENT;
  return { held, recent: newest.items.filter(isRecent) };
}
