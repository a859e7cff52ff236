import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { findMongod } from './mongod-binary.ts';
import { untilReady } from './until-ready.ts';
import { waitFor } from './wait-for.ts';

/** A real MongoDB for one test file. */
export interface StartedMongo {
  /** Without a database: put one of the test's own into its path. */
  uri: string;
  /** The address with a database of this name. */
  database(name: string): string;
  processes: ChildProcess[];
  stop(): Promise<void>;
}

/** One that other test files may use too: there is no reaching for its process. */
export type SharedMongo = Pick<StartedMongo, 'database' | 'stop'>;

function spawnMember(binary: string, port: number, folder: string, replicaSet: boolean): ChildProcess {
  return spawn(
    binary,
    [
      ...['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--wiredTigerCacheSizeGB', '0.25'],
      ...(replicaSet ? ['--replSet', 'liangju'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

/** On a busy machine several members take their time to elect one, ms. */
const PRIMARY_WITHIN = 120_000;

async function makeReplicaSet(ports: number[]): Promise<void> {
  // Only here: most test files use the set that runs already, and the driver takes its time to load.
  const { default: mongoose } = await import('mongoose');
  const connection = await mongoose.createConnection(`mongodb://127.0.0.1:${ports[0]}/admin?directConnection=true`).asPromise();
  try {
    const members = ports.map((port, id) => ({ _id: id, host: `127.0.0.1:${port}` }));
    await connection.db?.admin().command({ replSetInitiate: { _id: 'liangju', members, settings: { electionTimeoutMillis: 2_000 } } });
    await waitFor(async () => (await connection.db?.admin().command({ hello: 1 }))?.isWritablePrimary === true, PRIMARY_WITHIN);
  } finally {
    await connection.close();
  }
}

/**
 * A replica set of one member that many test files use, each a database of its own: the one that the test command has started
 * for its run (`LIANGJU_TEST_REPLICA_SET`), which is left running; else one that is started here.
 */
export async function sharedReplicaSet(): Promise<SharedMongo> {
  const running = process.env.LIANGJU_TEST_REPLICA_SET ?? '';
  return running === '' ? startMongo({ replicaSet: true }) : { ...addressed(running), stop: () => Promise.resolve() };
}

/**
 * Starts real mongod processes on free ports with data of their own: one standalone server, or a replica
 * set of `members` (1 unless told). `MONGODB_URI` names one that runs already; it is left running.
 * @throws Error where there is no mongod.
 */
export async function startMongo({ replicaSet, members = 1 }: { replicaSet: boolean; members?: number }): Promise<StartedMongo> {
  const given = process.env.MONGODB_URI;
  if (given !== undefined && given !== '' && members === 1) return { ...addressed(given), processes: [], stop: () => Promise.resolve() };
  const binary = await findMongod();
  if (binary === null) throw new Error('no mongod: set MONGODB_URI or MONGOD_BINARY');
  const ports: number[] = [];
  const folders: string[] = [];
  const processes: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(end));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  };
  try {
    for (let i = 0; i < members; i++) {
      const port = await freePort();
      const folder = await mkdtemp(join(tmpdir(), 'liangju-mongo-'));
      ports.push(port);
      folders.push(folder);
      const child = spawnMember(binary, port, folder, replicaSet);
      processes.push(child);
      await untilReady('mongod', child, (line) => (line.includes('Waiting for connections') ? true : null));
    }
    if (replicaSet) await makeReplicaSet(ports);
  } catch (error) {
    await stop();
    throw error;
  }
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  return { ...addressed(`mongodb://${hosts}/${replicaSet ? '?replicaSet=liangju' : ''}`), processes, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function addressed(uri: string): Pick<StartedMongo, 'uri' | 'database'> {
  return {
    uri,
    database(name) {
      const [address = '', query] = uri.split('?');
      return `${address.replace(/(mongodb(?:\+srv)?:\/\/[^/]+)\/?.*/, `$1/${name}`)}${query === undefined ? '' : `?${query}`}`;
    },
  };
}
