import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../server/store/open-store.ts';
import { RESTORE_MARK } from '../../server/store/port-backup.ts';
import { commentIn, openThread, stored } from '../store/fixtures.ts';
import { waitFor } from '../support/wait-for.ts';
import { newDataDir, runCli, spawnCli } from './cli-process.ts';
import { runHere } from './run-here.ts';

const NEWS = ['site', 'add', 'news', '--name', 'News', '--origin', 'https://news.example.com'];
const STAFF = ['staff', 'add', 'anna@example.com', '--role', 'administrator'];

let here: string;
let there: string;
let passphraseFile: string;
beforeAll(async () => {
  here = await newDataDir();
  passphraseFile = join(here, 'passphrase');
  await writeFile(passphraseFile, '一句只有自己知道的话，够长\n');
  expect((await runHere(here, NEWS)).code).toBe(0);
  expect((await runHere(here, STAFF, {}, 'correct horse battery\n')).code).toBe(0);
  await writeFile(join(here, 'secret'), `${'s'.repeat(43)}\n`);
  const store = await openStore(undefined, here);
  await stored(store, commentIn(await openThread(store, 'news')));
  await store.close();
  for (const options of [[], ['--passphrase-file', passphraseFile]])
    expect((await runHere(here, ['backup', join(here, `${options.length > 0 ? 'locked' : 'plain'}.gz`), ...options])).code).toBe(0);
});
afterAll(() => rm(here, { recursive: true, force: true }));
beforeEach(async () => {
  there = await newDataDir();
});
afterEach(() => rm(there, { recursive: true, force: true }));

const archive = (): string => join(there, 'all.gz');

describe('liangju backup', () => {
  test('writes an archive for its owner alone, overwrites nothing, and tells where the secrets are', async () => {
    const made = await runHere(here, ['backup', archive()]);
    expect(made).toMatchObject({ code: 0, out: `Backed up to ${archive()} (comments: 1)\n` });
    expect(made.err).toContain('the secrets were left out');
    expect((await stat(archive())).mode & 0o777).toBe(0o600);
    const again = await runHere(here, ['backup', archive()], { LANG: 'zh_CN.UTF-8' });
    expect(again).toMatchObject({ code: 1, err: `${archive()} 已经存在，不会覆盖。\n` });
    const json = await runHere(here, ['backup', join(there, 'two.gz'), '--json', '--passphrase-file', passphraseFile]);
    expect(JSON.parse(json.out)).toMatchObject({ file: join(there, 'two.gz'), counts: { site: 1, staff: 1, comment: 1 } });
    expect(json.err).toBe('');
  });

  test.each([
    [['--every', 'often'], '--every takes a number'],
    [['--every', '1h', '--keep', '0'], '--keep takes a whole number'],
    [['--keep', '3'], '--keep is for backups into a folder'],
    [['--sqlite', '--keep', '3'], '--sqlite makes a plain copy'],
    [['--passphrase-file', 'nowhere'], 'The passphrase file cannot be used'],
  ])('%j is wrong use', async (options, sentence) => {
    expect(await runHere(here, ['backup', archive(), ...options])).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
    expect(await readdir(there)).toEqual([]);
  });

  test('a short passphrase is refused', async () => {
    const short = join(there, 'short');
    await writeFile(short, 'short\n');
    expect((await runHere(here, ['backup', archive(), '--passphrase-file', short])).code).toBe(2);
  });

  test('into a folder each time after so long, of which the latest are kept', async () => {
    const folder = join(there, 'backups');
    await mkdir(folder);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const old = 'liangju-20200101T000000Z.jsonl.gz';
    for (const name of [old, 'liangju-20200102T000000Z.jsonl.gz']) await writeFile(join(folder, name), '');
    const child = spawnCli(['backup', folder, '--every', '1s', '--keep', '2'], { DATA_DIR: here }, here);
    const archives = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => /^liangju-\d{8}T\d{6}Z\.jsonl\.gz$/.test(name));
    try {
      await waitFor(async () => (await archives()).filter((name) => !name.startsWith('liangju-2020')).length === 2);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await archives()).toHaveLength(2);
    expect(await readdir(folder)).toContain('notes.txt');
    const latest = join(folder, (await archives()).sort().at(-1) ?? '');
    expect(await runHere(there, ['restore', latest, '--dry-run'])).toMatchObject({ code: 0 });
  });
});

describe('liangju backup --sqlite', () => {
  test('copies the store to a new file for its owner alone, and overwrites nothing', async () => {
    const file = join(there, 'copy.db');
    expect(await runHere(here, ['backup', file, '--sqlite'])).toMatchObject({ code: 0, out: `Copied to ${file}\n` });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const copy = await runHere(here, ['site', 'list', '--json'], { DATABASE_URL: `sqlite:${file}` });
    expect(JSON.parse(copy.out)).toMatchObject([{ id: 'news' }]);
    expect(await runHere(here, ['backup', file, '--sqlite'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('will not be overwritten'),
    });
  });
});

describe('liangju restore', () => {
  const back = (...options: string[]): ReturnType<typeof runHere> => runHere(there, ['restore', archive(), ...options]);
  const locked = ['--passphrase-file'];

  test('a dry run checks and writes nothing; then everything is there, the secret too', async () => {
    await copyFile(join(here, 'locked.gz'), archive());
    const tried = await back('--dry-run', ...locked, passphraseFile);
    expect(tried).toMatchObject({ code: 0, err: '' });
    expect(tried.out).toMatch(
      /^The archive is whole and can be restored: the backup of \S+: sites: 1, comments: 1, readers: 0, staff: 1\n$/,
    );
    expect(await readdir(there)).toEqual(['all.gz']);
    expect((await back(...locked, passphraseFile)).out).toMatch(/^Restored the backup of /);
    expect(await readFile(join(there, 'secret'), 'utf8')).toBe(await readFile(join(here, 'secret'), 'utf8'));
    expect((await stat(join(there, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await runHere(there, ['check'])).toMatchObject({ code: 0 });
    expect((await runHere(there, ['site', 'list', '--json'])).out).toBe((await runHere(here, ['site', 'list', '--json'])).out);
    // Not into a store that holds something.
    const again = await back(...locked, passphraseFile);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('The store is not empty') });
    expect((await back('--dry-run', ...locked, passphraseFile)).code).toBe(1);
  });

  test('without the passphrase all but the secrets, with a sentence', async () => {
    await copyFile(join(here, 'locked.gz'), archive());
    expect(await back()).toMatchObject({ code: 0, err: expect.stringContaining('No secret was restored') });
    expect(await readdir(there)).not.toContain('secret');
  });

  test('not where there is another secret', async () => {
    await copyFile(join(here, 'locked.gz'), archive());
    await writeFile(join(there, 'secret'), `${'t'.repeat(43)}\n`);
    expect(await back(...locked, passphraseFile)).toMatchObject({ code: 1, err: expect.stringContaining('not the one here') });
    const env = { SECRET: 's'.repeat(43), LANG: 'zh_TW.UTF-8' };
    expect(await runHere(there, ['restore', archive(), ...locked, passphraseFile], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('已還原'),
    });
  });

  test.each<[string, (bytes: Buffer) => Uint8Array, string]>([
    ['cut off', (bytes) => bytes.subarray(0, -9), 'the file is cut off'],
    ['altered', (bytes) => Buffer.from(bytes).fill(0x41, 400, 500), 'damaged or was altered'],
    ['of something else', () => Buffer.from('SQLite format 3'), 'no archive of liangju backup'],
  ])('an archive that is %s: 1, a sentence, and no store is made', async (_, change, sentence) => {
    await copyFile(join(here, 'plain.gz'), archive());
    await writeFile(archive(), change(await readFile(archive())));
    const refused = await back();
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('cannot be restored');
    expect(await readdir(there)).toEqual(['all.gz']);
    expect(refused.err).toMatch(new RegExp(`${sentence}|does not know`));
  });

  test('with another passphrase: 1', async () => {
    await copyFile(join(here, 'locked.gz'), archive());
    const other = join(there, 'other');
    await writeFile(other, '这是另外的一句话，也够长\n');
    expect(await back(...locked, other)).toMatchObject({ code: 1, err: expect.stringContaining('the passphrase is not the one') });
  });

  test('a restore that was not finished: nothing serves what there is of it, and the next one begins anew', async () => {
    await copyFile(join(here, 'plain.gz'), archive());
    const store = await openStore(undefined, there);
    await store.maintenance.setFact(RESTORE_MARK, 'killed');
    await stored(store, commentIn(await openThread(store, 'half')));
    await store.close();
    for (const args of [['site', 'list'], ['check'], ['serve', '--port', '0']]) {
      const { code, out, err } = await (args[0] === 'serve' ? runCli : runHere)(there, args);
      expect([args, code, out + err]).toEqual([args, 1, expect.stringContaining('A restore into this store was begun and not finished')]);
    }
    expect((await back('--dry-run')).code).toBe(0);
    expect(await back()).toMatchObject({ code: 0 });
    expect(await runHere(there, ['check'])).toMatchObject({ code: 0 });
    expect((await runHere(there, ['check'])).out).toContain('sites: 1, staff: 1');
  });
});
