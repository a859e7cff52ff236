import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clocks } from '../../server/store/clocks.ts';
import type { Store } from '../../server/store/port.ts';
import type { OnWritten } from '../../server/store/port-events.ts';
import { openSqlite } from '../../server/store/sqlite/open.ts';
import type { OpenedStore, StoreWorld } from './world.ts';

/** Stores in SQLite files of a temporary folder. */
export async function openSqliteWorld(): Promise<StoreWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'liangju-store-'));
  const opened: Store[] = [];
  let files = 0;

  async function fresh(): Promise<OpenedStore> {
    const file = join(folder, `${++files}.db`);
    const again = async (onWritten?: OnWritten, clocks?: Clocks): Promise<Store> => {
      const store = await openSqlite(file, { onWritten, clocks });
      opened.push(store);
      return store;
    };
    const behind = (sql: string, ...values: string[]): Promise<void> => {
      const database = new DatabaseSync(file, { timeout: 5_000 });
      database.prepare(sql).run(...values);
      database.close();
      return Promise.resolve();
    };
    return {
      store: await again(),
      again,
      async spoil(threadId, commentId) {
        await behind('UPDATE threads SET comment_count = 99 WHERE id = ?', threadId);
        await behind('UPDATE comments SET reply_count = 7, up = up + 3, down = 0, heat = 1 WHERE id = ?', commentId);
      },
      lose: (commentId) => behind('DELETE FROM comments WHERE id = ?', commentId),
      loseThread: (threadId) => behind('DELETE FROM threads WHERE id = ?', threadId),
    };
  }

  return {
    isThorough: true,
    shared: await fresh(),
    fresh,
    async close() {
      await Promise.all(opened.map((store) => store.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
