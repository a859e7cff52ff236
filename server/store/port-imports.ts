/** The storage port, imports: where comments came from. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { ImportState } from '../domain/enumerations.ts';
import type { Import, ImportedReader, ImportOrigin, OriginChange } from '../domain/imports.ts';
import type { Job } from '../domain/jobs.ts';
import type { CommentId, Id, ReaderId, SiteId, ThreadId } from '../domain/types.ts';
import type { Cut, Slice } from './port-types.ts';

export interface ImportStore {
  /** @param job stored with it, or neither is: what does its first step. */
  create(made: Import, fx: Effects, job?: Job): Promise<Import>;
  get(id: Id): Promise<Import | null>;
  /** Newest first. */
  list(q: { siteId: SiteId } & Cut): Promise<Slice<Import>>;
  /**
   * @param from the state it must be in, where that matters.
   * @param job stored with the change, or neither is: what does the step that begins.
   * @throws NotFound; StaleRevision in another state, then nothing is changed.
   */
  change(
    id: Id,
    patch: Partial<
      Pick<Import, 'state' | 'format' | 'report' | 'inserted' | 'updated' | 'known' | 'left' | 'done' | 'total' | 'failure' | 'updatedAt'>
    >,
    fx: Effects,
    from?: ImportState,
    job?: Job,
  ): Promise<Import>;
  /**
   * Notes where comments come from and who wrote them, before they are stored. A comment that is there keeps its origin; a reader
   * too. The same again changes nothing.
   * @returns the comments that are there, came by an import, and of which the source says something else now; and those of the
   * readers who were erased here, who are not noted.
   */
  note(batch: { origins: ImportOrigin[]; readers: ImportedReader[] }): Promise<{ changed: CommentId[]; erased: ReaderId[] }>;
  /** Those of these comments that came by an import. */
  origins(ids: CommentId[]): Promise<Map<CommentId, ImportOrigin>>;
  /** Notes what the source says of a comment now; its votes of the source become these. Nothing happens without an origin. */
  changeOrigin(id: CommentId, change: OriginChange): Promise<void>;
  /** The threads that an import brought comments into, by id, after one. */
  threads(importId: Id, q: { after: ThreadId | null; limit: number }): Promise<ThreadId[]>;
  /** What an import brought into a thread. */
  originsIn(importId: Id, threadId: ThreadId): Promise<ImportOrigin[]>;
  /**
   * Deletes these comments of a thread for good, with all that hangs on them, as `deleteConversations` does, and at last their
   * origins, also of comments that are gone already or never came; the thread goes too when it has none left, or had none.
   */
  deleteComments(threadId: ThreadId, ids: CommentId[], fx: Effects): Promise<void>;
  /** Deletes readers that came with an import and of whom no comment is left; gives how many. */
  deleteReaders(importId: Id, limit: number): Promise<number>;
}
