import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type SharedMongo, sharedReplicaSet } from './mongo.ts';
import { prepareDatabase } from './prepared-store.ts';
import { type StartedServer, startServer } from './start-server.ts';

/** Promises of the started server that a store has no part in, or whose part the contract suite of the stores tests: with the file. */
export function onOneStore(name: string, define: (server: () => StartedServer) => void, env: Record<string, string> = {}): void {
  describe(name, () => {
    let server: StartedServer;
    beforeAll(async () => {
      server = await startServer(env);
    });
    afterAll(() => server?.close());
    define(() => server);
  });
}

/** The same promises of the started server, with the file and with a real MongoDB beneath it. */
export function onBothStores(name: string, define: (server: () => StartedServer) => void, env: Record<string, string> = {}): void {
  onOneStore(`${name}, SQLite`, define, env);

  // What is missing on this machine is said, once and plainly, by the test command.
  if (process.env.LIANGJU_TEST_MONGO === 'absent') return;
  describe(`${name}, MongoDB`, () => {
    let server: StartedServer;
    let mongo: SharedMongo;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
      const database = mongo.database(`test-${randomUUID()}`);
      await prepareDatabase(database, env);
      server = await startServer({ ...env, DATABASE_URL: database });
    });
    afterAll(async () => {
      await server?.close();
      await mongo?.stop();
    });
    define(() => server);
  });
}
