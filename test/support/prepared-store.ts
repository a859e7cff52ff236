import { existsSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a first start leaves in its data folder: the store, and the secret that its sessions are made with. */
const FILES = ['liangju.db', 'secret'];
/** The session's cookie and CSRF token, a line each. */
const SESSION = 'session';

/** Settings that decide what a first start stores, or how often somebody may sign in. */
const DECIDING = ['DATABASE_URL', 'DATA_DIR', 'DEMO', 'LIMITS', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'SECRET'];

/** Headers of calls in a session. */
type Session = Record<string, string>;

/** Sessions of prepared stores that nobody has used yet, by the address of their server. */
const sessions = new Map<string, Session>();

/** Where the test command has put the store that it prepared; undefined for a run without it. */
function preparedFolder(): string | undefined {
  const folder = process.env.LIANGJU_TEST_STORE ?? '';
  return folder === '' ? undefined : folder;
}

/** Keeps the store of a server that has ended, with a session of its administrator, for servers that begin later. */
export async function keepStore(dataDir: string, session: Session, folder: string): Promise<void> {
  for (const file of FILES) await copyFile(join(dataDir, file), join(folder, file));
  await writeFile(join(folder, SESSION), `${session.cookie}\n${session['x-csrf-token']}`);
}

/**
 * Gives a server the prepared store: made by the program itself at a first start with the usual settings, which takes
 * longer than all other things of a start together. Does nothing when there is none, or when its settings would make another one.
 * @param env settings beside the usual ones.
 */
export async function copyPreparedStore(dataDir: string, env: Record<string, string>): Promise<boolean> {
  const folder = preparedFolder();
  if (folder === undefined || DECIDING.some((name) => name in env) || !existsSync(folder)) return false;
  for (const file of FILES) await copyFile(join(folder, file), join(dataDir, file));
  return true;
}

/** The administrator's session in the prepared store counts at this server. */
export function noteSession(url: string): void {
  const folder = preparedFolder();
  if (folder === undefined) return;
  const [cookie = '', token = ''] = readFileSync(join(folder, SESSION), 'utf8').split('\n');
  sessions.set(url, { cookie, 'x-csrf-token': token });
}

/** That session, once: whoever signs in again gets another one. undefined where there is none. */
export function takeSession(url: string): Session | undefined {
  const session = sessions.get(url);
  sessions.delete(url);
  return session;
}
