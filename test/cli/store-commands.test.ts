import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../server/store/open-store.ts';
import { noteSecret } from '../../server/maintenance/secret-check.ts';
import { type Ended, newDataDir, runCli } from './cli-process.ts';
import { runHere } from './run-here.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const cli = (line: string, input = '', env: Record<string, string> = {}): Promise<Ended> => runHere(dataDir, line.split(' '), env, input);
/** For what a process of its own has: a standard input, others beside it, a mask for new files. */
const asProcess = (line: string, input: string | null = ''): Promise<Ended> => runCli(dataDir, line.split(' '), { input });
const NEWS = 'site add news --name 早报 --origin https://news.example.com/ --origin http://127.0.0.1:8080 --type news';

describe('liangju site', () => {
  test('add makes it, with the lines for the page; list shows it', async () => {
    const added = await cli(NEWS);
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toContain('<script async src="http://127.0.0.1:3000/embed.js" data-site="news"></script>');
    const listed = await cli('site list --json');
    expect(JSON.parse(listed.out)).toMatchObject([
      { id: 'news', name: '早报', type: 'news', mode: 'pre', origins: ['https://news.example.com', 'http://127.0.0.1:8080'] },
    ]);
    expect((await cli('site list')).out).toMatch(/^news {2}早报 {2}news {2}pre {2}https:\/\/news\.example\.com http/);
  });

  test('add refuses a second of the same id with 1, and wrong values with 2', async () => {
    await cli(NEWS);
    expect(await cli(NEWS)).toMatchObject({ code: 1, out: '', err: 'There is a site with this id already.\n' });
    expect(await cli('site add News --name x --origin https://x.example.com')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ID'),
    });
    expect(await cli('site add x --name x --origin x.example.com')).toMatchObject({ code: 2, err: expect.stringContaining('--origin') });
    expect(await cli('site add x --name x --origin https://x.example.com --type shop')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--type'),
    });
    expect(await cli('site add x --name x --origin https://x.example.com --mode never')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--mode'),
    });
  });

  test('add takes what people paste for an address, and says what is right for what is none', async () => {
    const pasted = 'site add a --name x --origin HTTPS://A.Example/ --origin https://*.News.example:443 --origin https://例子.测试 --json';
    expect(JSON.parse((await cli(pasted)).out)).toMatchObject({
      origins: ['https://a.example', 'https://*.news.example', 'https://xn--fsqu00a.xn--0zwm56d'],
    });
    for (const [origin, sentence] of [
      ['https://a.example/blog', '“https://a.example/blog” has a path; write no more than host and port: https://a.example.'],
      ['a.example', '“a.example” is not the address of a website; write it like https://news.example.com.'],
      ['https://*.com', '“https://*.com” has its * in a wrong place'],
      ['https://a.*.example', '“https://a.*.example” has its * in a wrong place'],
    ])
      expect(await cli(`site add b --name x --origin ${origin}`)).toMatchObject({ code: 2, err: expect.stringContaining(sentence ?? '') });
  });

  test('two at the same moment: one is made', async () => {
    await cli('site add other --name x --origin https://x.example.com');
    const codes = (await Promise.all([asProcess(NEWS), asProcess(NEWS)])).map(({ code }) => code).sort();
    expect(codes).toEqual([0, 1]);
  });
});

describe('liangju staff', () => {
  test('add takes the password from a line of the standard input', async () => {
    const added = await asProcess('staff add Anna@Example.com --role admin', 'correct horse battery\n');
    expect(added).toMatchObject({ code: 0, out: 'The account anna@example.com is made.\n', err: '' });
    expect(JSON.parse((await cli('staff list --json')).out)).toMatchObject([
      { email: 'anna@example.com', name: 'anna', role: 'administrator', sites: null, disabled: false },
    ]);
  });

  test('add prints a link when no password comes', async () => {
    const added = await cli('staff add anna@example.com --role moderator --name Anna');
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toMatch(/ \(for 48 hours, works once\): http:\/\/127\.0\.0\.1:\d+\/admin\/#invitation=[\w-]{43}\n$/);
    const json = JSON.parse((await cli('staff add bob@example.com --role moderator --json')).out);
    expect(json).toMatchObject({ staff: { email: 'bob@example.com', role: 'moderator' }, link: expect.stringContaining('#invitation=') });
  });

  test('add does not wait for ever for an input that merely stays open', async () => {
    expect(await asProcess('staff add anna@example.com --role moderator', null)).toMatchObject({
      code: 0,
      out: expect.stringContaining('#invitation='),
    });
  });

  test('add with --password-stdin wants a password', async () => {
    expect(await cli('staff add anna@example.com --role moderator --password-stdin', '\n')).toMatchObject({
      code: 1,
      err: 'There is no password on the standard input.\n',
    });
    expect((await cli('staff add anna@example.com --role moderator --password-stdin', '春眠不觉晓，处处闻啼鸟。')).code).toBe(0);
  });

  test('add for a site: it has to be there', async () => {
    expect(await cli('staff add anna@example.com --role moderator --site news')).toMatchObject({
      code: 1,
      err: 'There is no site news.\n',
    });
    await cli(NEWS);
    expect((await cli('staff add anna@example.com --role moderator --site news')).code).toBe(0);
    expect(JSON.parse((await cli('staff list --json')).out)).toMatchObject([{ sites: ['news'] }]);
  });

  test('add refuses a known address and a short password with 1, a wrong role or address with 2', async () => {
    await cli('staff add anna@example.com --role moderator');
    expect(await cli('staff add ANNA@example.com --role moderator')).toMatchObject({ code: 1, err: expect.stringContaining('already') });
    expect(await cli('staff add bob@example.com --role moderator', 'short\n')).toMatchObject({
      code: 1,
      err: expect.stringContaining('password'),
    });
    expect(await cli('staff add bob@example.com --role moderator', '123456789012\n')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^This password cannot be used: it is too common.*\.\n$/),
    });
    expect(await cli('staff add bob@example.com --role king')).toMatchObject({ code: 2, err: expect.stringContaining('--role') });
    expect(await cli('staff add bob --role moderator')).toMatchObject({ code: 2, err: expect.stringContaining('EMAIL') });
  });

  test('token prints the token alone', async () => {
    await cli('staff add anna@example.com --role moderator');
    expect(await cli('staff token Anna@example.com --scopes moderate,read')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^ljs_[\w-]{43}\n$/),
    });
    const json = JSON.parse((await cli('staff token anna@example.com --scopes read --name script --json')).out);
    expect(json).toMatchObject({ name: 'script', scopes: ['read'], token: expect.stringMatching(/^ljs_/) });
    expect(await cli('staff token bob@example.com --scopes read')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('bob@example.com'),
    });
    expect(await cli('staff token anna@example.com --scopes read,fly')).toMatchObject({ code: 2, out: '' });
  });
});

describe('a folder without a store', () => {
  const lines = [
    'site list',
    'staff list',
    'staff token anna@example.com --scopes read',
    'export --site news',
    'backup copy.gz',
    'backup copy.db --sqlite',
    'check',
  ];
  test.each(lines)('%s says that there is none, with 1, and makes nothing', async (line) => {
    const folder = join(dataDir, 'elsewhere');
    const args = line.split(' ').map((word) => (word.startsWith('copy.') ? join(dataDir, word) : word));
    const ended = await runHere(folder, args);
    expect(ended.code).toBe(1);
    expect(ended.out + ended.err).toContain(`There is no store at ${join(folder, 'liangju.db')}`);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('an empty file and a database of another program are none', async () => {
    const file = join(dataDir, 'other.db');
    await writeFile(file, '');
    const env = { DATABASE_URL: `sqlite:${file}` };
    expect(await cli('site list', '', env)).toMatchObject({ code: 1, err: expect.stringContaining(file) });
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE songs (title TEXT)');
    expect(await cli('site list', '', env)).toMatchObject({ code: 1, err: expect.stringContaining(file) });
    // Nor is one whose tables have the same names in part.
    other.exec('CREATE TABLE schema_migrations (version TEXT); CREATE TABLE sites (title TEXT)');
    other.close();
    expect(await cli('site list', '', env)).toMatchObject({ code: 1, err: expect.stringContaining('There is no store') });
  });

  test.each(['site add news --name x --origin https://x.example.com', 'staff add anna@example.com --role moderator'])(
    '%s makes one',
    async (line) => {
      expect((await cli(line)).code).toBe(0);
      expect(await readdir(dataDir)).toContain('liangju.db');
    },
  );
});

/** The store, as another process would have it. */
const opened = async () => ({ store: await openStore(undefined, dataDir) });

/** Has an index say something else than its table. */
async function damage(file: string): Promise<void> {
  const database = new DatabaseSync(file);
  database.exec("INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ('t', 'news', 'k', 'u', '', 1)");
  const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'threads_newest'").get()?.rootpage;
  const size = database.prepare('PRAGMA page_size').get()?.page_size;
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const bytes = await readFile(file);
  const at = (Number(root) - 1) * Number(size);
  bytes.fill(0x41, at + Number(size) - 12, at + Number(size));
  await writeFile(file, bytes);
}

describe('the files of the store', () => {
  test('are their owner’s alone, also where they were made otherwise', async () => {
    await asProcess(NEWS);
    const file = join(dataDir, 'liangju.db');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    const { store } = await opened();
    for (const suffix of ['', '-wal', '-shm']) expect((await stat(file + suffix)).mode & 0o777).toBe(0o600);
    await store.close();
  });
});

describe('liangju check', () => {
  test('says what is ready', async () => {
    await cli(NEWS);
    expect(await cli('check')).toMatchObject({
      code: 0,
      out: `✓ ${[
        'the settings are right',
        'the schema is up to date',
        'the store answers',
        'the store is whole',
        'no index is missing',
        'the counts are right',
        'nothing is orphaned',
        'no event is parked',
        'no delivery to a webhook is parked',
        'sites: 1, staff: 0',
        'the secret is that of the store',
        'the audit log is whole, entries: 1',
      ].join('\n✓ ')}\n`,
    });
    expect(JSON.parse((await cli('check --json')).out)).toContainEqual({ name: 'store', ok: true, detail: 'the store answers' });
  });

  test('says where the log was changed behind the program’s back', async () => {
    await cli(NEWS);
    const database = new DatabaseSync(join(dataDir, 'liangju.db'));
    database.exec("UPDATE audit SET note = 'changed' WHERE seq = 1");
    database.close();
    const checked = await cli('check');
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('✗ the audit log is broken at entry 1') });
  });

  test('finds a missing index, a wrong count and an orphan with 1, and mends them with --repair', async () => {
    await cli(NEWS);
    const database = new DatabaseSync(join(dataDir, 'liangju.db'));
    database.exec(`DROP INDEX comments_newest;
      INSERT INTO threads (id, site_id, key, url, title, created_at, comment_count) VALUES ('t', 'news', 'k', 'u', '', 1, 5);
      INSERT INTO votes (comment_id, reader_id, thread_id, value, at) VALUES ('gone', 'r', 't', 1, 1);`);
    database.close();
    const wrong = ['missing: comments_newest', 'wrong counts: 1', 'orphans: 1'];
    const found = await cli('check');
    expect(found.code).toBe(1);
    for (const text of wrong) expect(found.out).toContain(`✗ ${text}; liangju check --repair mends it\n`);
    const mended = await cli('check --repair');
    expect(mended.code).toBe(0);
    for (const text of wrong) expect(mended.out).toContain(`✓ ${text}, mended\n`);
    expect(await cli('check')).toMatchObject({ code: 0 });
  });

  test('tells a secret that was lost or changed, until it is accepted', async () => {
    await cli(NEWS);
    const { store } = await opened();
    await noteSecret(store, 'the first secret of this store, long enough');
    await store.close();
    expect(await cli('check')).toMatchObject({ code: 1, out: expect.stringContaining('✗ the secret is missing') });
    const env = { SECRET: 'another secret for this store, long enough' };
    const changed = await cli('check', '', env);
    expect(changed).toMatchObject({ code: 1, out: expect.stringContaining('✗ the secret is not the one that the store was filled with') });
    expect((await cli('check --repair', '', env)).code).toBe(0);
    expect((await cli('check', '', env)).code).toBe(0);
  });

  test('a damaged file: 1, nothing is mended, and no backup is made of it', async () => {
    await cli(NEWS);
    const file = join(dataDir, 'liangju.db');
    await damage(file);
    const checked = await cli('check --repair');
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('✗ the store is damaged, go back to a copy') });
    const copied = await cli(`backup ${join(dataDir, 'copy.db')} --sqlite`);
    expect(copied).toMatchObject({ code: 1, err: expect.stringContaining('The store is damaged and was not copied') });
    expect((await readdir(dataDir)).filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  test('a store that cannot be opened: 1, and why', async () => {
    const file = join(dataDir, 'broken.db');
    await writeFile(file, 'this is no database'.repeat(1_000));
    const checked = await cli('check', '', { DATABASE_URL: `sqlite:${file}` });
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('✗ The store cannot be opened') });
  });
});
