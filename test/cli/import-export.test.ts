import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Ended, newDataDir } from './cli-process.ts';
import { runHere } from './run-here.ts';

const HEADER = { format: 'liangju', version: 1 };
const AT = Date.UTC(2020, 4, 1);

type Line = Record<string, unknown>;

/** A comment of a file, `minute` minutes after the first. */
function line(id: string, minute: number, more: Line = {}): Line {
  return {
    id,
    thread: { key: 'story', url: 'https://news.example.com/story', title: '一篇报道' },
    author: { id: `u-${id}`, name: `读者 ${id}` },
    body: `第 ${minute} 条评论`,
    createdAt: new Date(AT + minute * 60_000).toISOString(),
    ...more,
  };
}

/** The server has not heard of the import: its pages are fresh after ten seconds. */
const fresh = (isSo: () => Promise<boolean>): Promise<void> => waitFor(isSo, 25_000);

/** What the last line of the output says. */
function outcomeOf(out: string): Record<string, unknown> {
  const { new: inserted, updated, known, refusedCount: refused, orphans: lost } = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
  return { inserted, updated, known, refused, lost };
}

interface Shown {
  id: string;
  parentId: string | null;
  html: string;
  replyCount: number;
  votes: { up: number; down: number };
  pinned: boolean;
  featured: boolean;
  editedAt: string | null;
}

onBothStores('liangju import and export', (server) => {
  let folder: string;
  let sites = 0;
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await signIn(server().url);
    folder = await mkdtemp(join(tmpdir(), 'liangju-import-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function newSite(): Promise<string> {
    const id = `site-${++sites}`;
    const body = { id, name: id, origins: ['https://news.example.com'], type: 'forum', mode: 'post' };
    expect((await call(server().url, '/api/v1/sites', { headers, body })).status).toBe(201);
    return id;
  }
  async function fileOf(lines: readonly (Line | string)[]): Promise<string> {
    const file = join(folder, `${crypto.randomUUID()}.jsonl`);
    await writeFile(file, lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'));
    return file;
  }
  const cli = (args: readonly string[]): Promise<Ended> => runHere(server().dataDir, args, { DATABASE_URL: server().databaseUrl });
  const bring = (site: string, file: string): Promise<Ended> => cli(['import', file, '--site', site, '--json']);
  async function taken(site: string, lines: readonly (Line | string)[]): Promise<unknown> {
    const done = await bring(site, await fileOf([HEADER, ...lines]));
    return { ...outcomeOf(done.out), code: done.code };
  }
  async function exported(site: string): Promise<Line[]> {
    const { code, out } = await cli(['export', '--site', site]);
    expect(code).toBe(0);
    return out
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
  }
  async function shown(site: string, key = 'story'): Promise<Shown[]> {
    const answer = await fetch(`${server().url}/api/v1/comments?site=${site}&thread=${encodeURIComponent(key)}&sort=oldest&view=tower`);
    expect(answer.status).toBe(200);
    const page: { comments: Shown[] } = await answer.json();
    return page.comments;
  }

  test('a running server shows what was brought, answers below what they answer, in whatever order they came', async () => {
    const site = 'by-command';
    const added = await server().cli(['site', 'add', site, '--name', site, '--origin', 'https://news.example.com', '--type', 'forum']);
    expect(added.code).toBe(0);
    expect(await shown(site)).toEqual([]);
    const lines = [line('c', 3, { parentId: 'b' }), line('b', 2, { parentId: 'a' }), line('a', 1), line('d', 4)];
    expect(await taken(site, lines)).toEqual({ inserted: 4, updated: 0, known: 0, refused: 0, lost: 0, code: 0 });
    await fresh(async () => (await shown(site)).length === 4);
    const [a, b, c, d] = await shown(site);
    expect([a?.parentId, b?.parentId, c?.parentId, d?.parentId]).toEqual([null, a?.id, b?.id, null]);
    expect([a?.replyCount, b?.replyCount, c?.replyCount, d?.replyCount]).toEqual([2, 1, 0, 0]);
    const counts = await fetch(`${server().url}/api/v1/counts?site=${site}&threads=story`);
    expect(JSON.stringify(await counts.json())).toContain('4');
  });

  test('the same file again brings nothing, a longer one what is new', async () => {
    const site = await newSite();
    const lines = [line('a', 1), line('b', 2, { parentId: 'a' })];
    expect(await taken(site, lines)).toMatchObject({ inserted: 2, known: 0 });
    const before = await exported(site);
    expect(await taken(site, lines)).toMatchObject({ inserted: 0, known: 2, code: 0 });
    expect(await exported(site)).toEqual(before);
    expect(await taken(site, [...lines, line('c', 3, { parentId: 'b' })])).toMatchObject({ inserted: 1, known: 2 });
    await fresh(async () => (await shown(site))[0]?.replyCount === 2);
  });

  test('what was exported and imported into an empty store’s site is exported the same', async () => {
    const [from, to] = [await newSite(), await newSite()];
    await taken(from, [
      line('a', 1, { votes: { up: 7, down: 2 }, pinned: true, featured: true }),
      line('b', 2, { parentId: 'a', body: '**粗体** <script>alert(1)</script> https://a.example', editedAt: '2020-05-02T00:00:00.000Z' }),
      line('c', 3, { body: undefined, html: '<div>你好<b>世界</b></div><a href="https://evil.example">www.bank.example</a>' }),
      line('d', 4, { status: 'pending' }),
      line('e', 5, { status: 'removed' }),
      line('f', 6, { status: 'purged', parentId: 'a' }),
    ]);
    const first = await exported(from);
    expect(first).toHaveLength(7);
    expect(first[0]).toEqual(HEADER);
    // Back into the site that it came from it brings nothing.
    expect(await taken(from, first.slice(1))).toMatchObject({ inserted: 0, known: 6 });
    // In another site of the same store comments and readers are others, in all else the same.
    expect(await taken(to, first.slice(1))).toMatchObject({ inserted: 6, known: 0, lost: 0, code: 0 });
    const second = await exported(to);
    const withoutIds = ({ id: _id, parentId, author, ...rest }: Line): Line => ({
      ...rest,
      author: typeof author === 'object' ? { ...author, id: null } : author,
      isAnswer: parentId !== undefined,
    });
    expect(second.map(withoutIds)).toEqual(first.map(withoutIds));
    expect(await taken(to, first.slice(1))).toMatchObject({ inserted: 0, known: 6 });
  });

  test('votes, pins, features and edits stay; a status hides what is not published', async () => {
    const site = await newSite();
    const statuses = ['published', 'pending', 'rejected', 'spam', 'removed'];
    await taken(site, [
      line('a', 1, { votes: { up: 9, down: 4 }, pinned: true, featured: true, editedAt: '2020-06-01T08:00:00+08:00' }),
      ...statuses.map((status, i) => line(status, 2 + i, { status })),
      line('gone', 9, { status: 'purged', author: undefined, body: undefined }),
    ]);
    await fresh(async () => (await shown(site)).length === 2);
    expect((await shown(site))[0]).toMatchObject({
      votes: { up: 9, down: 4 },
      pinned: true,
      featured: true,
      editedAt: '2020-06-01T00:00:00.000Z',
    });
    const kept = (await exported(site)).slice(1).map(({ status }) => status);
    expect(kept).toEqual(['purged', ...statuses.toReversed(), 'published']);
  });

  test('foreign markup is cleaned: no script, no handler, no other scheme', async () => {
    const site = await newSite();
    const html =
      '<p onclick="x()">好<img src=x onerror=alert(1)></p><script>alert(1)</script><a href="javascript:alert(1)">点</a><h2>题</h2>';
    await taken(site, [line('a', 1, { body: undefined, html })]);
    await fresh(async () => (await shown(site)).length === 1);
    const text = (await shown(site))[0]?.html ?? '';
    expect(text).toContain('好');
    expect(text).toContain('<p>题</p>');
    expect(text).not.toMatch(/script|alert|onclick|onerror|img|javascript/);
  });

  test('bad lines are told by number and reason, the others come', async () => {
    const site = await newSite();
    const file = await fileOf([
      HEADER,
      line('a', 1),
      '{"id": broken',
      line('b', 2, { colour: 'red' }),
      line('c', 3, { createdAt: 'yesterday' }),
      line('d', 4, { author: undefined }),
      line('e', 5, { html: '<p>x</p>' }),
      line('a', 6),
      '',
      line('f', 7, { body: 'x'.repeat(100_001) }),
      line('g', 8, { body: 'y'.repeat(2_000_000) }),
      line('h', 9, { status: 'famous' }),
      line('i', 10),
    ]);
    const done = await bring(site, file);
    expect(done.code).toBe(1);
    expect(outcomeOf(done.out)).toEqual({ inserted: 2, updated: 0, known: 0, refused: 9, lost: 0 });
    expect(done.err.split('\n').filter((one) => one.startsWith('line '))).toEqual([
      'line 3: this is not JSON',
      'line 4: there is no field colour',
      'line 5: the value of createdAt is not right',
      'line 6: author is missing',
      'line 7: there is either body or html, not both',
      'line 8: an earlier line has this id',
      'line 10: body is too long',
      'line 11: the line is too long',
      'line 12: the value of status is not right',
    ]);
  });

  test('an answer to nobody, to another thread or to itself in the end becomes a top-level comment, and is told', async () => {
    const site = await newSite();
    const other = { key: 'other', url: 'https://news.example.com/other', title: '另一篇' };
    const lines = [
      line('a', 1, { parentId: 'nobody' }),
      line('b', 2, { parentId: 'a', thread: other }),
      line('c', 3, { parentId: 'd' }),
      line('d', 4, { parentId: 'c' }),
      line('e', 5, { parentId: 'a' }),
    ];
    expect(await taken(site, lines)).toEqual({ inserted: 5, updated: 0, known: 0, refused: 0, lost: 3, code: 0 });
    await fresh(async () => (await shown(site)).length === 4);
    const [a, c, d, e] = await shown(site);
    expect(a?.parentId).toBeNull();
    expect(e?.parentId).toBe(a?.id);
    expect([c?.parentId === null, d?.parentId === null].filter((isTop) => isTop)).toHaveLength(1);
  });

  test('an export into a file is for its owner alone and overwrites nothing', async () => {
    const site = await newSite();
    await taken(site, [line('a', 1)]);
    const file = join(folder, `${site}.jsonl`);
    expect(await cli(['export', '--site', site, '--out', file])).toMatchObject({ code: 0, out: `Wrote 1 comments to ${file}\n` });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
    expect(await cli(['export', '--site', site, '--out', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('will not be overwritten'),
    });
  });

  describe('what cannot be done is said', () => {
    test('an unknown site, a missing file, another format', async () => {
      const site = await newSite();
      const file = await fileOf([HEADER, line('a', 1)]);
      expect(await bring('nowhere', file)).toMatchObject({ code: 1, out: '', err: 'There is no site nowhere.\n' });
      expect(await cli(['export', '--site', 'nowhere'])).toMatchObject({ code: 1, out: '', err: 'There is no site nowhere.\n' });
      expect(await bring(site, join(folder, 'absent'))).toMatchObject({ code: 1, err: expect.stringContaining('There is no file') });
      for (const foreign of [['<html>'], []])
        expect(await bring(site, await fileOf(foreign))).toMatchObject({ code: 1, err: expect.stringContaining('was not recognised') });
      const later = await bring(site, await fileOf([{ format: 'liangju', version: 2 }]));
      expect(later).toMatchObject({ code: 1, err: 'line 1: Version 2 of this format is not known.\n' });
    });
  });
});

test('wrong use ends with 2', async () => {
  const dataDir = await newDataDir();
  try {
    const file = join(dataDir, 'empty.jsonl');
    await writeFile(file, JSON.stringify(HEADER));
    for (const args of [
      ['import', file],
      ['import', '--site', 'demo'],
      ['import', file, '--site', 'demo', '--format', 'geocities'],
      ['import', file, '--site', 'demo', '--time-zone', 'Mars'],
      ['import', file, '--site', 'demo', '--base-url', 'blog'],
      ['export'],
    ])
      expect([args, (await runHere(dataDir, args)).code]).toEqual([args, 2]);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
