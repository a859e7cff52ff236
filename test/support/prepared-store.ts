import { existsSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copyDatabase } from './mongo-database.ts';

/** What a first start leaves in its data folder: the store, where that is a file, and the secret that its sessions are made with. */
const STORE_FILE = 'liangju.db';
const SECRET_FILE = 'secret';
/** The database of the run's replica set that a first start has made. */
export const PREPARED_DATABASE = 'prepared';
/** The session's cookie and CSRF token, a line each. */
const SESSION = 'session';

/** Settings that decide what a first start stores, or how often somebody may sign in. */
const DECIDING = ['DATA_DIR', 'DEMO', 'LIMITS', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'SECRET'];

/** Headers of calls in a session. */
type Session = Record<string, string>;

/** Sessions of prepared stores that nobody has used yet, by the address of their server. */
const sessions = new Map<string, Session>();

/** Databases that hold a copy of the prepared one, by their addresses. */
const databases = new Set<string>();

/** Where the test command has put what it prepared, in a folder for each kind of store; undefined for a run without it. */
function preparedFolder(kind: 'file' | 'database'): string | undefined {
  const folder = process.env.LIANGJU_TEST_STORE ?? '';
  return folder === '' || !existsSync(join(folder, kind)) ? undefined : join(folder, kind);
}

/** Keeps the store of a server that has ended, with a session of its administrator, for servers that begin later. */
export async function keepStore(dataDir: string, session: Session, folder: string): Promise<void> {
  for (const name of [STORE_FILE, SECRET_FILE])
    if (existsSync(join(dataDir, name))) await copyFile(join(dataDir, name), join(folder, name));
  await writeFile(join(folder, SESSION), `${session.cookie}\n${session['x-csrf-token']}`);
}

/**
 * Copies the prepared database to one of the same replica set that is empty, for a server that is started on it. Does nothing
 * when there is none, or when the server's settings would make another one.
 * @param env settings of the server beside the usual ones.
 */
export async function prepareDatabase(databaseUrl: string, env: Record<string, string>): Promise<void> {
  if (preparedFolder('database') === undefined || DECIDING.some((name) => name in env)) return;
  await copyDatabase(PREPARED_DATABASE, databaseUrl);
  databases.add(databaseUrl);
}

/** Whoever has a session in this store has just proved who they are: the program asks again after minutes, and a run lasts longer. */
function confirmSessions(file: string): void {
  const store = new DatabaseSync(file);
  store.prepare('UPDATE sessions SET confirmed_at = ?').run(Date.now());
  store.close();
}

/**
 * Gives a server the prepared store: made by the program itself at a first start with the usual settings, which takes
 * longer than all other things of a start together. Does nothing when there is none, or when its settings would make another one.
 * @param env settings beside the usual ones.
 * @returns the folder with the store's session; undefined where the server has a store of its own.
 */
export async function copyPreparedStore(dataDir: string, env: Record<string, string>): Promise<string | undefined> {
  if (DECIDING.some((name) => name in env)) return undefined;
  const { DATABASE_URL: database } = env;
  if (database !== undefined && !databases.has(database)) return undefined;
  const folder = preparedFolder(database === undefined ? 'file' : 'database');
  if (folder === undefined) return undefined;
  if (database === undefined) {
    await copyFile(join(folder, STORE_FILE), join(dataDir, STORE_FILE));
    confirmSessions(join(dataDir, STORE_FILE));
  }
  await copyFile(join(folder, SECRET_FILE), join(dataDir, SECRET_FILE));
  return folder;
}

/** The administrator's session in the prepared store of this folder counts at this server. */
export function noteSession(url: string, folder: string): void {
  const [cookie = '', token = ''] = readFileSync(join(folder, SESSION), 'utf8').split('\n');
  sessions.set(url, { cookie, 'x-csrf-token': token });
}

/** That session, once: whoever signs in again gets another one. undefined where there is none. */
export function takeSession(url: string): Session | undefined {
  const session = sessions.get(url);
  sessions.delete(url);
  return session;
}
