import { createIds } from '../../server/domain/ids.ts';
import type { Thread } from '../../server/domain/types.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import type { ImportedComment } from '../../server/store/port-admin.ts';
import { createRandom } from './random.ts';
import { SEED_BEGIN, seedComments } from './comments.ts';

/** The site that everything is measured in. */
export const SITE = 'bench';
const BATCH = 500;

/** What a store is filled with. */
export interface Filling {
  /** Threads by how many comments each has. */
  threads: readonly { key: string; comments: number }[];
  /** Comments that wait in the queue. */
  waiting?: number;
}

/** Fills a store; gives how long the comments took, in ms. What is there already stays. */
export async function fillStore(databaseUrl: string, dataDir: string, filling: Filling): Promise<{ comments: number; ms: number }> {
  const store = await openStore(databaseUrl, dataDir);
  const random = createRandom(1);
  const newId = createIds(
    () => SEED_BEGIN,
    (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
  );
  let comments = 0;
  let ms = 0;
  const add = async (rows: Iterable<ImportedComment>): Promise<void> => {
    for (const batch of batches(rows)) {
      const began = performance.now();
      await store.maintenance.importBatch(batch);
      ms += performance.now() - began;
      comments += batch.length;
    }
  };
  try {
    if ((await store.sites.get(SITE)) === null) {
      const deps = { store, now: () => SEED_BEGIN, newId, wake() {} };
      const by = { id: 'system' as const, name: 'system', requestId: null };
      await makeSite(deps, by, { id: SITE, name: '测速', origins: ['*loopback*'], type: 'forum', mode: 'post', sort: 'hot' });
    }
    for (const [i, { key, comments: count }] of filling.threads.entries()) {
      const thread = await openThread(store, key, newId());
      await add(seedComments(thread, count, i + 1));
    }
    if (filling.waiting !== undefined) {
      const thread = await openThread(store, 'waiting', newId());
      await add(seedComments(thread, filling.waiting, 9_999, true));
    }
  } finally {
    await store.close();
  }
  return { comments, ms };
}

function openThread(store: Store, key: string, id: string): Promise<Thread> {
  return store.threads.open(SITE, key, { id, url: `https://news.example/${key}`, title: `第 ${key} 篇`, now: SEED_BEGIN });
}

function* batches(rows: Iterable<ImportedComment>): Generator<ImportedComment[]> {
  let batch: ImportedComment[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
