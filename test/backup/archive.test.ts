import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotRestorable } from '../../server/backup/archive-format.ts';
import { openArchive, verifyArchive } from '../../server/backup/read-archive.ts';
import { writeArchive } from '../../server/backup/write-archive.ts';
import { createEncryption } from '../../server/secrets/encryption.ts';
import type { BackupBatch } from '../../server/store/port-backup.ts';
import { commentIn, siteNamed, T0 } from '../store/fixtures.ts';
import { waitFor } from '../support/wait-for.ts';

const SECRET = 'the secret of the server, of 32 bytes or more';
const PASSPHRASE = '一句只有自己知道的话，够长';
const sealed = createEncryption(SECRET, (bytes) => new Uint8Array(bytes)).encrypt('key of a provider', 'news');

const thread = { id: 't', siteId: 'news', key: 'story' } as Parameters<typeof commentIn>[0];
const site = siteNamed('news');
const withReviewer = {
  ...site,
  settings: { ...site.settings, notice: '$secret', reviewers: [{ id: 'robot', kind: 'webhook', secret: sealed }] },
};
/** Enough text that it takes several reads. */
const comments = Array.from({ length: 400 }, (_, i) => {
  const { ...comment } = commentIn(thread, { createdAt: T0 + i });
  const votes = { up: 0, down: 0 };
  return { ...comment, votes, replyCount: 0, imported: votes, textRevision: 1, textAt: comment.createdAt, formerTexts: [] };
});
const CONTENT = [
  { kind: 'fact', data: [{ name: 'known', value: 'value' }] },
  { kind: 'site', data: [withReviewer] },
  { kind: 'model', data: [{ siteId: 'news', name: 'spam', revision: 1, bytes: Uint8Array.of(0, 1, 255) }] },
  { kind: 'comment', data: comments },
] as unknown as BackupBatch[];

async function* each(batches: readonly BackupBatch[]): AsyncGenerator<BackupBatch, void> {
  yield* batches;
}

/** A store that has this, as far as a backup asks. */
const storeOf = (batches: AsyncGenerator<BackupBatch, void>): Parameters<typeof writeArchive>[0] => ({
  threads: { finishMoves: () => Promise.resolve(0) },
  backup: {
    read: () => Promise.resolve({ isOneMoment: true, batches }),
    state: () => Promise.reject(new Error('not asked')),
    restore: () => Promise.reject(new Error('not asked')),
    replaceFact: () => Promise.reject(new Error('not asked')),
  },
});

let folder: string;
let plain: string;
let locked: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-archive-'));
  [plain, locked] = [file('plain.gz'), file('locked.gz')];
  const options = { now: () => T0, secret: SECRET };
  await writeArchive(storeOf(each(CONTENT)), plain, { ...options, passphrase: null });
  await writeArchive(storeOf(each(CONTENT)), locked, { ...options, passphrase: PASSPHRASE });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readAll(path: string, passphrase: string | null): Promise<{ batches: BackupBatch[]; secret: string | null }> {
  const { batches, secret } = await openArchive(path, passphrase);
  const read: BackupBatch[] = [];
  for await (const batch of batches()) read.push(batch);
  return { batches: read, secret };
}

/** Why an archive of these bytes is refused; null: it is read. */
async function faultOf(bytes: Uint8Array | string, passphrase: string | null = null): Promise<string | null> {
  const path = file('tried.gz');
  await writeFile(path, bytes);
  try {
    await verifyArchive(await openArchive(path, passphrase));
    return null;
  } catch (error) {
    if (error instanceof NotRestorable) return error.why;
    throw error;
  }
}

/** The lines of an archive, changed. */
async function rewritten(path: string, change: (lines: string[]) => string[]): Promise<Buffer> {
  return gzipSync(
    change(
      gunzipSync(await readFile(path))
        .toString('utf8')
        .split(/(?<=\n)/),
    ).join(''),
  );
}

describe('an archive', () => {
  test('gives what was written, in the same order, for its owner alone', async () => {
    const { batches } = await readAll(locked, PASSPHRASE);
    const records = (all: readonly BackupBatch[]): unknown[] => all.flatMap(({ kind, data }) => data.map((record) => ({ kind, record })));
    expect(records(batches)).toEqual(records(CONTENT));
    for (const path of [plain, locked]) expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('has secrets only by its passphrase', async () => {
    for (const path of [plain, locked]) {
      const text = gunzipSync(await readFile(path)).toString('utf8');
      for (const secret of [SECRET, sealed, PASSPHRASE]) expect(text).not.toContain(secret);
    }
    expect((await readAll(locked, PASSPHRASE)).secret).toBe(SECRET);
    for (const path of [plain, locked]) {
      const { batches, secret } = await readAll(path, null);
      expect(secret).toBeNull();
      const reviewers = batches.flatMap(({ kind, data }) => (kind === 'site' ? data.map(({ settings }) => settings.reviewers) : []));
      expect(reviewers).toEqual([[expect.objectContaining({ id: 'robot', secret: '' })]]);
    }
  });

  test('another passphrase, or one where there are no secrets', async () => {
    await expect(openArchive(locked, `${PASSPHRASE}.`)).rejects.toMatchObject({ why: 'wrong-passphrase' });
    await expect(openArchive(plain, PASSPHRASE)).rejects.toMatchObject({ why: 'no-secrets' });
  });

  test('no file of the name is overwritten, and what fails half-way leaves none', async () => {
    const options = { now: () => T0, secret: null, passphrase: null };
    await expect(writeArchive(storeOf(each(CONTENT)), plain, options)).rejects.toMatchObject({ code: 'EEXIST' });
    async function* failing(): AsyncGenerator<BackupBatch, void> {
      yield* CONTENT;
      throw new Error('the store is gone');
    }
    const before = await readdir(folder);
    await expect(writeArchive(storeOf(failing()), file('half.gz'), options)).rejects.toThrow('the store is gone');
    expect(await readdir(folder)).toEqual(before);
  });
});

test('one that is given up leaves no file, and the store is let go', async () => {
  const ending = new AbortController();
  let isLeft = false;
  async function* endless(): AsyncGenerator<BackupBatch, void> {
    try {
      for (;;) {
        yield* CONTENT;
        ending.abort();
      }
    } finally {
      isLeft = true;
    }
  }
  const options = { now: () => T0, secret: null, passphrase: null, signal: ending.signal };
  const before = await readdir(folder);
  await expect(writeArchive(storeOf(endless()), file('endless.gz'), options)).rejects.toThrow('aborted');
  await waitFor(() => isLeft);
  expect(await readdir(folder)).toEqual(before);
});

describe('an archive that is not whole', () => {
  test('cut off anywhere', async () => {
    const whole = await readFile(plain);
    const places = [2, 3, 9, 10, 11, 200, ...Array.from({ length: 30 }, (_, i) => Math.floor((whole.length * i) / 30)), whole.length - 1];
    for (const at of places.filter((place) => place > 1)) expect([at, await faultOf(whole.subarray(0, at))]).toEqual([at, 'cut-off']);
    expect(await faultOf('')).toBe('not-an-archive');
  });

  test('cut off between two lines, and packed again', async () => {
    for (const kept of [1, 2, 3, 200, -1]) expect(await faultOf(await rewritten(plain, (lines) => lines.slice(0, kept)))).toBe('cut-off');
    expect(await faultOf(gzipSync(''))).toBe('not-an-archive');
  });

  test('one byte is another', async () => {
    const whole = await readFile(plain);
    // What stands before the tenth byte is when and where it was packed.
    for (let i = 0; i < 60; i++) {
      const at = 10 + Math.floor(((whole.length - 10) * i) / 60);
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      expect([at, await faultOf(bytes)]).toEqual([
        at,
        expect.stringMatching(/altered|cut-off|not-an-archive|other-version|unknown-record/),
      ]);
    }
  });

  const line = (text: string) => (lines: string[]) => [...lines.slice(0, 3), text, ...lines.slice(3)];
  test.each<[string, (lines: string[]) => string[], string]>([
    ['a line is gone', (lines) => [...lines.slice(0, 9), ...lines.slice(10)], 'altered'],
    ['a line is there twice', (lines) => [...lines.slice(0, 9), ...lines.slice(8)], 'altered'],
    ['a text is another', (lines) => lines.map((one) => one.replace('报道写得很清楚', '报道写得不清楚')), 'altered'],
    ['something follows the end', (lines) => [...lines, '{"kind":"fact","data":{"name":"a","value":"b"}}\n'], 'altered'],
    ['a kind that nobody knows', line('{"kind":"song","data":{}}\n'), 'unknown-record'],
    ['a field that nobody knows', line('{"kind":"fact","data":{"name":"a","value":"b","more":1}}\n'), 'unknown-record'],
    ['a value of another type', line('{"kind":"fact","data":{"name":"a","value":1}}\n'), 'unknown-record'],
    ['a setting of another type', (lines) => lines.map((one) => one.replace('"maxLength":1000', '"maxLength":"1000"')), 'unknown-record'],
    ['no JSON', line('{"kind":\n'), 'unknown-record'],
    ['a later version', (lines) => lines.map((one) => one.replace('"version":1', '"version":2')), 'other-version'],
    ['another format', () => ['{"format":"liangju","version":1}\n'], 'not-an-archive'],
    ['no JSON at all', () => ['hello\n'], 'not-an-archive'],
  ])('%s', async (_, change, why) => {
    expect(await faultOf(await rewritten(plain, change))).toBe(why);
  });

  test('altered with a right checksum: the passphrase shows it', async () => {
    const forged = await rewritten(locked, (lines) => {
      const body = lines.slice(0, -1).map((one) => one.replace('报道写得很清楚', '报道写得不清楚'));
      const sha256 = createHash('sha256').update(body.join('')).digest('hex');
      return [...body, (lines.at(-1) ?? '').replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`)];
    });
    expect(await faultOf(forged, PASSPHRASE)).toBe('altered');
    expect(await faultOf(forged)).toBeNull();
  });

  test('what is no archive', async () => {
    for (const bytes of ['SQLite format 3\0', '{"format":"liangju-backup"}\n', 'x']) expect(await faultOf(bytes)).toBe('not-an-archive');
    await expect(openArchive(file('none.gz'), null)).rejects.toMatchObject({ why: 'no-file' });
    await expect(openArchive(folder, null)).rejects.toMatchObject({ why: 'not-an-archive' });
  });

  test('garbage behind it', async () => {
    expect(await faultOf(Buffer.concat([await readFile(plain), Buffer.from('garbage')]))).toBe('altered');
    expect(await faultOf(Buffer.concat([await readFile(plain), await readFile(plain)]))).toBe('altered');
  });

  test('a line without end is not gathered', async () => {
    expect(await faultOf(await rewritten(plain, (lines) => [lines[0] ?? '', 'x'.repeat(70 * 1024 * 1024)]))).toBe('altered');
  });
});
