/**
 * Run by the test command: makes the store that servers of tests begin with, in the folder that is given; in the database of an
 * address, where one is given too.
 */
import { mkdir } from 'node:fs/promises';
import { signIn } from './api.ts';
import { keepStore } from './prepared-store.ts';
import { startServer } from './start-server.ts';

const [folder, database] = process.argv.slice(2);
if (folder === undefined) throw new Error('say into which folder');
const server = await startServer(database === undefined ? {} : { DATABASE_URL: database });
try {
  const session = await signIn(server.url);
  const code = await server.stop();
  if (code !== 0) throw new Error(`the server ended with ${code}`);
  await mkdir(folder, { recursive: true });
  await keepStore(server.dataDir, session, folder);
} finally {
  await server.close();
}
