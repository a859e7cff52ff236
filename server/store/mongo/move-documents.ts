import type { Ms, SiteId, ThreadId, ThreadKey } from '../../domain/types.ts';
import type { WithOutbox } from './documents.ts';

/** A key that a thread has had. */
export interface MovedKeyDocument {
  siteId: SiteId;
  key: ThreadKey;
  threadId: ThreadId;
}
/** A thread that was merged, and into which; `into` is itself where it has another key. */
export interface ThreadMoveDocument extends WithOutbox {
  siteId: SiteId;
  into: ThreadId;
  /** `new`: nothing but this is stored. */
  state: 'new' | 'moving' | 'done';
  /** What is stored when all comments are there, in JSON; absent for another key, and afterwards. */
  effects?: string;
  /** Until then comments are looked for that were under way; absent when that is over. */
  openUntil?: Ms;
}
