import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../ops/error-code.ts';

const BYTES = 32;
/** Fewest bytes of a secret, made by the service or by the operator. */
const SHORTEST = 32;
/** A process that made the file writes it at once: a process that finds it unfinished waits this often for 20 ms. */
const LOOKS = 100;

/**
 * The secret kept in the data folder, made by the first process that asks. Two at once get the same one.
 * The file is for its owner alone.
 * @throws Error when the folder cannot be written or the file is damaged.
 */
export async function secretInFile(dataDir: string, random: (bytes: number) => Uint8Array): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'secret');
  return (await make(path, Buffer.from(random(BYTES)).toString('base64url'))) ?? read(path);
}

/** The secret kept in the data folder; null when there is none. Makes nothing. */
export async function keptSecret(dataDir: string): Promise<string | null> {
  const text = await readFile(join(dataDir, 'secret'), 'utf8').catch(() => null);
  return text === null ? null : secretIn(text);
}

/**
 * Puts a secret from elsewhere into the data folder, for its owner alone.
 * @returns false: there is another one, which is left as it is.
 * @throws Error when the folder cannot be written.
 */
export async function keepSecret(dataDir: string, secret: string): Promise<boolean> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return (await make(join(dataDir, 'secret'), secret)) !== null || (await keptSecret(dataDir)) === secret;
}

/** The secret in the text of a file; null: it is not all there. */
function secretIn(text: string): string | null {
  const secret = text.endsWith('\n') ? text.slice(0, -1) : '';
  return Buffer.byteLength(secret) < SHORTEST || /[\r\n]/.test(secret) ? null : secret;
}

async function make(path: string, secret: string): Promise<string | null> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${secret}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return secret;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw error;
  }
}

async function read(path: string): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    const secret = secretIn(await readFile(path, 'utf8'));
    if (secret !== null) {
      await chmod(path, 0o600);
      return secret;
    }
    await wait(20);
  }
  throw new Error(`${path} does not hold a secret`);
}
