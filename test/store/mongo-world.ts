import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { openMongo } from '../../server/store/mongo/open.ts';
import type { Store } from '../../server/store/port.ts';
import { startMongo } from '../support/mongo.ts';
import type { OpenedStore, StoreWorld } from './world.ts';

/** Stores in databases of their own on a real MongoDB, one server or a replica set of one. */
export async function openMongoWorld(replicaSet: boolean): Promise<StoreWorld> {
  const mongo = await startMongo({ replicaSet });
  const opened: Store[] = [];
  const names: string[] = [];

  async function behind(name: string, act: (connection: mongoose.Connection) => Promise<unknown>): Promise<void> {
    const connection = await mongoose.createConnection(mongo.database(name)).asPromise();
    try {
      await act(connection);
    } finally {
      await connection.close();
    }
  }

  async function fresh(): Promise<OpenedStore> {
    const name = `test-${randomUUID()}`;
    names.push(name);
    const again = async (): Promise<Store> => {
      const store = await openMongo(mongo.database(name));
      opened.push(store);
      return store;
    };
    return {
      store: await again(),
      again,
      spoil: (threadId, commentId) =>
        behind(name, async ({ db }) => {
          await db?.collection<{ _id: string }>('threads').updateOne({ _id: threadId }, { $set: { commentCount: 99 } });
          await db
            ?.collection<{ _id: string }>('comments')
            .updateOne({ _id: commentId }, { $set: { replyCount: 7, 'votes.down': 0, heat: 1 }, $inc: { 'votes.up': 3 } });
        }),
    };
  }

  return {
    shared: await fresh(),
    fresh,
    async close() {
      await Promise.all(opened.map((store) => store.close()));
      for (const name of names) await behind(name, ({ db }) => db?.dropDatabase() ?? Promise.resolve());
      await mongo.stop();
    },
  };
}
