import { trusted } from 'mongoose';
import type { Effects } from '../../domain/effects.ts';
import type { ThreadId } from '../../domain/types.ts';
import type { DeletedConversations, MaintenanceStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument } from './documents.ts';
import { recountThread } from './recount.ts';
import { eraseFrom } from './search-blocks.ts';

/** So many comments are deleted at a time. */
const AT_ONCE = 200;

type Going = Pick<CommentDocument, '_id' | 'position' | 'backlog' | 'outbox'>;

/**
 * See the port. The effects wait on the thread until all comments are gone, so that a process that dies in between loses
 * none; what the comments themselves still have to deliver waits there too.
 */
export function createDeleting(context: Pick<MongoContext, 'models' | 'outbox'>): MaintenanceStore['deleteConversations'] {
  const deleteFrom = createDeletingFrom(context);
  return (threadId, roots, fx) => deleteFrom(threadId, roots === null ? {} : { rootId: trusted({ $in: roots }) }, fx);
}

/** The same for the comments of a thread that fit a filter. Where they came from is deleted with them, or else by the caller at the end. */
export function createDeletingFrom(
  { models, outbox }: Pick<MongoContext, 'models' | 'outbox'>,
  { withOrigins = true }: { withOrigins?: boolean } = {},
): (threadId: ThreadId, which: object, fx: Effects) => Promise<DeletedConversations> {
  const { comments, threads, votes, reports, importedComments, movedKeys, threadMoves } = models;

  async function deleteSome(found: readonly Going[]): Promise<void> {
    const ids = found.map(({ _id }) => _id);
    await eraseFrom(
      models,
      found.flatMap(({ position, backlog = [] }) => [position, ...backlog]),
    );
    await votes.deleteMany({ commentId: trusted({ $in: ids }) });
    await reports.deleteMany({ commentId: trusted({ $in: ids }) });
    await comments.deleteMany({ _id: trusted({ $in: ids }) });
    if (withOrigins) await importedComments.deleteMany({ _id: trusted({ $in: ids }) });
  }

  return async (threadId, which, fx) => {
    if (!(await threads.exists({ _id: threadId }))) return { comments: 0, isThreadGone: true };
    const items = outbox.items(fx);
    await threads.updateOne({ _id: threadId }, { $push: { outbox: { $each: items } } });
    const going = { threadId, ...which };
    let deleted = 0;
    for (;;) {
      const found = await comments.find(going, { position: 1, backlog: 1, outbox: 1 }).limit(AT_ONCE).lean<Going[]>();
      if (found.length === 0) break;
      // Counts are made anew below.
      const undelivered = found.flatMap((comment) => comment.outbox.filter(({ count }) => count === undefined));
      if (undelivered.length > 0) await threads.updateOne({ _id: threadId }, { $push: { outbox: { $each: undelivered } } });
      items.push(...undelivered);
      await deleteSome(found);
      deleted += found.length;
    }
    await outbox.settle('threads', threadId, items);
    if (await comments.exists({ threadId })) {
      await recountThread(models, threadId);
      return { comments: deleted, isThreadGone: false };
    }
    await outbox.idle();
    // One into which others are being merged stays: their comments are still to come.
    if (await threadMoves.exists({ into: threadId, _id: trusted({ $ne: threadId }), state: trusted({ $ne: 'done' }) }))
      return { comments: deleted, isThreadGone: false };
    // Where something could not be delivered yet the thread stays, for the next call.
    const { deletedCount } = await threads.deleteOne({ _id: threadId, outbox: trusted({ $size: 0 }) });
    if (deletedCount === 1) await movedKeys.deleteMany({ threadId });
    return { comments: deleted, isThreadGone: deletedCount === 1 };
  };
}
