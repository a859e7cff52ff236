import type { SiteId, Thread, ThreadKey } from '../../domain/types.ts';
import type { ThreadStore } from '../port-sites.ts';
import { NotFound, StaleRevision } from '../port.ts';
import { newThread } from '../../domain/new-thread.ts';
import type { ThreadDocument } from './documents.ts';
import { toThread } from './documents.ts';
import { DEADLINE, guarded, isDuplicateKey } from './errors.ts';
import { createThreadMoves } from './thread-merges.ts';
import { movedTo, type MovesContext, threadsOf } from './thread-moves.ts';
import type { Branch, SortField } from './walk.ts';
import { page } from './walk.ts';

const NEWEST: readonly SortField<ThreadDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

/** Title, address or key have the text, capital letters or not. */
function withText(text: string): Branch {
  const pattern = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return { $or: ['title', 'url', 'key'].map((field) => ({ [field]: { $regex: pattern, $options: 'i' } })) };
}

/** @returns the threads of sites. */
export function createThreads(context: MovesContext, begin: () => () => void): ThreadStore {
  return { ...guarded(createQuick(context), begin, DEADLINE), ...guarded(createThreadMoves(context), begin) };
}

function createQuick(context: MovesContext): Pick<ThreadStore, 'open' | 'find' | 'get' | 'change' | 'list'> {
  const { models, outbox } = context;
  const { threads } = models;

  async function find(siteId: SiteId, key: ThreadKey): Promise<Thread | null> {
    const found = await threads.findOne({ siteId, key }).lean<ThreadDocument | null>();
    // An old key is looked up only where no thread has the key.
    return found === null ? ((await movedTo(context, siteId, [key])).get(key) ?? null) : toThread(found);
  }

  return {
    async open(siteId, key, { id, url, title, now }) {
      const known = await find(siteId, key);
      if (known !== null) return known;
      const { id: _id, ...thread } = newThread(siteId, key, { id, url, title, now });
      const made: ThreadDocument = { _id, ...thread, outbox: [] };
      try {
        await threads.insertMany([made], { lean: true });
        return toThread(made);
      } catch (error) {
        // Somebody else's first sight won.
        const first = isDuplicateKey(error) ? await find(siteId, key) : null;
        if (first === null) throw error;
        return first;
      }
    },

    find,

    get: (ids) => threadsOf(context, ids),

    async change(id, expected, patch, fx) {
      const items = outbox.items(fx);
      const changed = await threads
        .findOneAndUpdate(
          { _id: id, revision: expected },
          { $set: { ...patch, revision: expected + 1 }, $push: { outbox: { $each: items } } },
          { returnDocument: 'after' },
        )
        .lean<ThreadDocument | null>();
      if (changed === null) {
        if (await threads.exists({ _id: id })) throw new StaleRevision('the thread was changed meanwhile');
        throw new NotFound('no such thread');
      }
      await outbox.settle('threads', id, items);
      return toThread(changed);
    },

    list({ siteId, text, cursor, limit }) {
      return page({
        model: threads,
        hint: 'age',
        branches: [{ siteId }],
        sort: NEWEST,
        limit,
        list: 'threads',
        shape: ['number', 'string'],
        cursor,
        ...(text === undefined ? {} : { filter: withText(text) }),
        give: toThread,
      });
    },
  };
}
