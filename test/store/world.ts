import type { Clocks } from '../../server/store/clocks.ts';
import type { Store } from '../../server/store/port.ts';
import type { OnWritten } from '../../server/store/port-events.ts';

/** A store that a test may do with as it likes, and what only whoever made it can do to it. */
export interface OpenedStore {
  store: Store;
  /** Opens the same data once more, as another process would. Closed with the world. */
  again(onWritten?: OnWritten, clocks?: Clocks): Promise<Store>;
  /** Sets the numbers of a thread and of a comment wrong, behind the store's back. */
  spoil(threadId: string, commentId: string): Promise<void>;
  /** Takes a comment away behind the store's back, and leaves what belongs to it. */
  lose(commentId: string): Promise<void>;
  /** The same of a thread. */
  loseThread(threadId: string): Promise<void>;
}

/** A kind of store under test. */
export interface StoreWorld {
  /**
   * Whether tests of many rounds or rows have their full size here. They need it on one world for each implementation, and a
   * smaller one where the same code runs on another kind of server.
   */
  readonly isThorough: boolean;
  /** One that the tests of a file share: each works on a site and thread of its own. */
  readonly shared: OpenedStore;
  /** An empty one, for what concerns the whole store; it lasts until the next is asked for. */
  fresh(): Promise<OpenedStore>;
  close(): Promise<void>;
}
