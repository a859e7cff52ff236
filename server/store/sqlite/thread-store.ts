import { setTimeout as rest } from 'node:timers/promises';
import type { ThreadId } from '../../domain/types.ts';
import { NotFound } from '../port.ts';
import type { ThreadStore } from '../port-sites.ts';
import type { FileAccess } from './file-access.ts';
import { type MovedPart, oldKeys, unfinishedMoves } from './thread-moves.ts';
import * as threads from './threads.ts';

/** So long other processes get at the file between two parts of a move, in ms. */
const REST = 20;

/** @returns the threads. */
export function createThreadStore({ read, writer }: FileAccess): ThreadStore {
  /** Brings comments along in parts, between which others write. */
  async function finish(id: ThreadId, first: MovedPart = { isDone: false, upTo: null }): Promise<void> {
    for (let part = first; !part.isDone; await rest(REST)) part = await writer.write('moveComments', id, part.upTo);
  }

  return {
    open: (siteId, key, seen) => writer.write('openThread', siteId, key, seen),
    find: (siteId, key) => read((db) => threads.findThread(db, siteId, key)),
    get: (ids) => read((db) => threads.getThreads(db, ids)),
    change: (id, expected, patch, fx) => writer.write('changeThread', id, expected, patch, fx),
    list: (q) => read((db) => threads.listThreads(db, q)),
    async move(id, expected, move, fx) {
      const moved = await writer.write('moveThread', id, expected, move, fx);
      await finish(id);
      return moved;
    },
    async merge(fromId, intoId, fx) {
      await finish(fromId, await writer.write('mergeThread', fromId, intoId, fx));
      const into = (await read((db) => threads.getThreads(db, [fromId]))).get(fromId);
      if (into === undefined) throw new NotFound(`no thread ${intoId}`);
      return into;
    },
    async finishMoves() {
      const unfinished = await read(unfinishedMoves);
      for (const id of unfinished) await finish(id);
      return unfinished.length;
    },
    oldKeys: (ids) => read((db) => oldKeys(db, ids)),
    addOldKeys: (id, keys) => writer.write('addOldKeys', id, keys),
  };
}
