import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { openMongo } from '../../server/store/mongo/open.ts';
import type { Clocks } from '../../server/store/clocks.ts';
import type { Store } from '../../server/store/port.ts';
import type { OnWritten } from '../../server/store/port-events.ts';
import { startMongo } from '../support/mongo.ts';
import type { OpenedStore, StoreWorld } from './world.ts';

/** Stores in databases of a real MongoDB, one server or a replica set of one. */
export async function openMongoWorld(replicaSet: boolean): Promise<StoreWorld> {
  const mongo = await startMongo({ replicaSet });
  const names = { shared: `shared-${randomUUID()}`, fresh: `fresh-${randomUUID()}` };

  async function behind(name: string, operation: (database: mongoose.mongo.Db) => Promise<unknown>): Promise<void> {
    const connection = await mongoose.createConnection(mongo.database(name)).asPromise();
    try {
      if (connection.db !== undefined) await operation(connection.db);
    } finally {
      await connection.close();
    }
  }

  /** Opens a database; `opened` keeps what has to be closed. */
  async function open(name: string, opened: Store[]): Promise<OpenedStore> {
    const again = async (onWritten?: OnWritten, clocks?: Clocks): Promise<Store> => {
      const store = await openMongo(mongo.database(name), { onWritten, clocks });
      opened.push(store);
      return store;
    };
    return {
      store: await again(),
      again,
      spoil: (threadId, commentId) =>
        behind(name, async (database) => {
          await database.collection<{ _id: string }>('threads').updateOne({ _id: threadId }, { $set: { commentCount: 99 } });
          await database
            .collection<{ _id: string }>('comments')
            .updateOne({ _id: commentId }, { $set: { replyCount: 7, 'votes.down': 0, heat: 1 }, $inc: { 'votes.up': 3 } });
        }),
      lose: (commentId) => behind(name, (database) => database.collection<{ _id: string }>('comments').deleteOne({ _id: commentId })),
      loseThread: (threadId) => behind(name, (database) => database.collection<{ _id: string }>('threads').deleteOne({ _id: threadId })),
    };
  }

  const ofShared: Store[] = [];
  const ofFresh: Store[] = [];
  const close = async (stores: Store[]): Promise<void> => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  };

  return {
    // Of the store only signals and the check of the server ask which of the two it is.
    isThorough: replicaSet,
    shared: await open(names.shared, ofShared),
    async fresh() {
      // Emptied rather than dropped: to make forty indexes anew takes a second.
      await close(ofFresh);
      await behind(names.fresh, async (database) => {
        for (const collection of await database.collections()) await collection.deleteMany({});
      });
      return open(names.fresh, ofFresh);
    },
    async close() {
      await Promise.all([close(ofShared), close(ofFresh)]);
      for (const name of Object.values(names)) await behind(name, (database) => database.dropDatabase());
      await mongo.stop();
    },
  };
}
