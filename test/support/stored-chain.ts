import { openStore } from '../../server/store/open-store.ts';
import { commentIn, contentOf, newId } from '../store/fixtures.ts';
import type { newThread } from './api.ts';
import type { StartedServer } from './start-server.ts';

/**
 * Stores a chain of comments, each answering the one before, as an earlier version left it or an import: deeper than
 * one may post. Gives their ids, from the top down.
 */
export async function storedChain(
  server: Pick<StartedServer, 'databaseUrl' | 'dataDir'>,
  thread: ReturnType<typeof newThread>,
  length: number,
  text = (depth: number): string => `盖到第 ${depth + 1} 层。`,
): Promise<string[]> {
  const store = await openStore(server.databaseUrl, server.dataDir);
  // What is posted afterwards is newer than the deepest of them.
  const began = Date.now() - length;
  try {
    const opened = await store.threads.open('demo', thread.key, { ...thread, id: newId(), now: Date.now() });
    const ids: string[] = [];
    for (let from = 0; from < length; from += 100) {
      const rows = Array.from({ length: Math.min(100, length - from) }, (_, i) => {
        const depth = from + i;
        const place = { parentId: ids.at(-1) ?? null, depth, ancestors: [...ids] };
        const comment = commentIn(opened, { ...place, createdAt: began + depth, content: contentOf(text(depth)) });
        ids.push(comment.id);
        return { comment: { ...comment, rootId: ids[0] ?? comment.id }, votes: { up: 0, down: 0 } };
      });
      await store.maintenance.importBatch(rows);
    }
    return ids;
  } finally {
    await store.close();
  }
}
