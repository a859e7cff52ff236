import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse as parseCsv } from 'csv-parse/sync';
import { EXPORT_FORMATS, EXPORT_FORMS, type ExportFormat } from '../../server/domain/export-formats.ts';
import type { Comment, Site, Thread } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import { type ExportRequest, exportSite } from '../../server/transfer/export.ts';
import { childOf, readXmlElements, textOf, type XmlElement } from '../../server/transfer/input/xml-elements.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { commentsOf, importInto, newSite } from './import-into.ts';

const TEA = { key: 'https://blog.example.com/tea?p=1&q=2', url: 'https://blog.example.com/tea?p=1&q=2', title: '新茶 <上> & "市"' };
const RIVER = { key: 'https://blog.example.com/river', url: 'https://blog.example.com/river', title: '河边' };
const timeAt = (minute: number): string => new Date(Date.UTC(2024, 4, 1, 8, minute)).toISOString();

/** Of each kind one: what XML, CSV and JSON stumble over, answers three levels deep, every status, a place-holder with an answer. */
const LINES: readonly Record<string, unknown>[] = [
  { thread: { ...TEA, closed: true, mode: 'pre', slowMode: 30 } },
  { id: 'A', body: '第一段\n第二行，**粗体**与 <b>不是标签</b> ]]> & "引号"\n\n下一段', votes: { up: 7, down: 2 }, pinned: true },
  { id: 'B', parentId: 'A', body: '=1+2', editedAt: timeAt(30) },
  { id: 'C', parentId: 'B', body: '＋1，说得对', author: { id: 'u-lin', name: '=小林@例', email: 'lin@example.org' } },
  { id: 'D', status: 'purged', author: undefined },
  { id: 'E', parentId: 'D', body: '回复一条已经没有的评论' },
  { id: 'F', status: 'pending', body: '还在等' },
  { id: 'G', status: 'spam', body: '代购加微信' },
  { id: 'H', status: 'rejected', body: '不合适的话' },
  { id: 'I', status: 'removed', body: '自己删掉的话' },
  { id: 'J', thread: RIVER, body: '步道\n- 一\n- 二\n\n> 引用\n\n`代码`', featured: true },
  { id: 'K', thread: RIVER, parentId: 'J', body: '', html: '<p>别处来的<b>标记</b></p>' },
].map((line, i) =>
  'id' in line
    ? {
        thread: TEA,
        author: { id: `u-${String(line.id)}`, name: `读者${String(line.id)}` },
        createdAt: timeAt(i),
        ...line,
        ...(line.id === 'K' ? { body: undefined } : {}),
        id: line.id,
      }
    : line,
);

interface Shape {
  page: string;
  at: number;
  status: string;
  parent: number | null;
  text: string;
  author: string | null;
}

/** What there is, without ids: comments are known by when they were made. */
function shapesOf(comments: readonly Comment[]): Shape[] {
  const times = new Map(comments.map(({ id, createdAt }) => [id, createdAt]));
  return comments
    .map(({ threadKey, createdAt, status, parentId, content, author }) => ({
      page: threadKey,
      at: createdAt,
      status,
      parent: parentId === null ? null : (times.get(parentId) ?? null),
      text: (content?.text ?? '').replace(/\s+/g, ' '),
      author: author?.name ?? null,
    }))
    .sort((one, other) => one.at - other.at);
}

/** The elements of a document below its root, as our own strict reader finds them. */
async function elementsOf(text: string, names: readonly string[]): Promise<XmlElement[]> {
  const found: XmlElement[] = [];
  async function* whole(): AsyncGenerator<string> {
    yield text;
  }
  const { elements, notes } = readXmlElements(whole(), new Set(names));
  for await (const { element } of elements) found.push(element);
  // Nothing had to be forgiven.
  expect(notes()).toEqual([]);
  return found;
}

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('exports, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let folder: string;
  let site: Site;
  let before: Shape[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-exports-'));
    world = await openWorld();
    store = world.shared.store;
    site = await newSite(store);
    const file = join(folder, 'begin.jsonl');
    await writeFile(file, [{ format: 'liangju', version: 1 }, ...LINES].map((line) => JSON.stringify(line)).join('\n'));
    expect((await importInto(store, site, [file])).report.refused).toEqual([]);
    before = shapesOf(await commentsOf(store, site.id));
    expect(before).toHaveLength(11);
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function written(format: ExportFormat, asked: Partial<ExportRequest> = {}): Promise<{ text: string; comments: number }> {
    const statuses = new Set(EXPORT_FORMS[format].byDefault);
    const request = { site, thread: null, from: null, to: null, statuses, isPersonal: false, ...asked };
    let text = '';
    let comments = 0;
    for await (const part of exportSite(store, format, request)) {
      text += part.text;
      comments += part.comments;
    }
    return { text, comments };
  }
  async function broughtBack(format: ExportFormat, asked: Partial<ExportRequest> = {}): Promise<{ to: Site; shapes: Shape[] }> {
    const { text } = await written(format, asked);
    const to = await newSite(store);
    const file = join(folder, `${format}-${to.id}.${EXPORT_FORMS[format].extension}`);
    await writeFile(file, text);
    const { report } = await importInto(store, to, [file]);
    expect(report.refused).toEqual([]);
    expect((await importInto(store, to, [file])).imported.inserted).toBe(0);
    return { to, shapes: shapesOf(await commentsOf(store, to.id)) };
  }
  async function thread(of: Site, key: string): Promise<Thread | null> {
    return store.threads.find(of.id, key);
  }

  test('our own format brings back everything, threads as they are set too', async () => {
    const { to, shapes } = await broughtBack('liangju');
    expect(shapes).toEqual(before);
    expect(await thread(to, TEA.key)).toMatchObject({ closed: true, mode: 'pre', slowMode: 30_000, title: TEA.title });
    expect(await thread(to, RIVER.key)).toMatchObject({ closed: false, mode: null, slowMode: 0, title: RIVER.title });
  });

  /** What a format has a place for: unless asked otherwise what is public, what waits, and place-holders. */
  const kept = (statuses: readonly string[]): Shape[] => before.filter(({ status }) => [...statuses, 'purged'].includes(status));
  const withText = ({ page, at, status, parent, text, author }: Shape): Shape => ({ page, at, status, parent, text, author });

  test.each(['csv', 'wxr', 'artrans', 'disqus', 'comentario'] as const)('%s is brought back by our own importer', async (format) => {
    const { to, shapes } = await broughtBack(format);
    expect(shapes.map(withText)).toEqual(kept(format === 'disqus' ? ['published'] : ['published', 'pending']).map(withText));
    expect(await thread(to, TEA.key)).toMatchObject({ title: TEA.title });
    const isClosed = (await thread(to, TEA.key))?.closed;
    if (['wxr', 'disqus', 'comentario'].includes(format)) expect(isClosed).toBe(true);
  });

  test('votes, pins and edits come back where the format has them', async () => {
    for (const format of ['csv', 'artrans', 'comentario'] as const) {
      const { to } = await broughtBack(format);
      const first = (await commentsOf(store, to.id)).find(({ createdAt }) => createdAt === Date.parse(timeAt(1)));
      expect(first).toMatchObject({ pinned: true, votes: format === 'comentario' ? { up: 5, down: 0 } : { up: 7, down: 2 } });
    }
  });

  test('a thread, a time and statuses can be asked for', async () => {
    const river = await thread(site, RIVER.key);
    for (const format of EXPORT_FORMATS) expect((await written(format, { thread: river })).comments).toBe(2);
    const span = { from: Date.parse(timeAt(2)), to: Date.parse(timeAt(4)) };
    for (const format of EXPORT_FORMATS) expect((await written(format, span)).comments).toBe(2);
    const spam = await written('csv', { statuses: new Set(['spam'] as const) });
    expect(spam.comments).toBe(1);
    expect(spam.text).toContain('代购加微信');
    for (const format of EXPORT_FORMATS.filter((one) => one !== 'liangju'))
      expect((await written(format)).text).not.toContain('代购加微信');
  });

  test('personal data is left out unless it is asked for', async () => {
    const [of] = await commentsOf(store, site.id).then((all) => all.filter(({ author }) => author?.name === '=小林@例'));
    const hash = (await store.readers.get([of?.author?.readerId ?? ''])).get(of?.author?.readerId ?? '')?.emailHash ?? '';
    expect(hash).toHaveLength(64);
    for (const format of EXPORT_FORMATS) expect((await written(format)).text).not.toContain(hash);
    expect((await written('csv', { isPersonal: true })).text).toContain(hash);
    const { to } = await broughtBack('liangju', { isPersonal: true });
    const again = (await commentsOf(store, to.id)).find(({ author }) => author?.name === '=小林@例');
    expect((await store.readers.get([again?.author?.readerId ?? ''])).get(again?.author?.readerId ?? '')?.emailHash).toBe(hash);
  });

  test('a table has a mark for UTF-8, and no cell that begins like a formula', async () => {
    const { text } = await written('csv');
    expect(text.startsWith('\ufeff')).toBe(true);
    const rows: string[][] = parseCsv(text, { bom: true });
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain("'=1+2");
  });

  /** What src/parsers/class-wxr-parser-simplexml.php and src/class-wp-import.php of WordPress's importer want. */
  test('WXR has what the importer of WordPress reads', async () => {
    const { text } = await written('wxr', { statuses: new Set(EXPORT_FORMS.wxr.statuses) });
    expect(text).not.toContain('<!DOCTYPE');
    const [version] = await elementsOf(text, ['channel/wxr_version']);
    expect(version?.text).toMatch(/^\d+\.\d+$/);
    const [author] = await elementsOf(text, ['channel/author']);
    const login = author === undefined ? '' : textOf(author, 'author_login');
    expect(login).not.toBe('');
    const items = await elementsOf(text, ['channel/item']);
    expect(items).toHaveLength(2);
    for (const item of items) {
      expect(textOf(item, 'creator')).toBe(login);
      expect([textOf(item, 'post_type'), textOf(item, 'status')]).toEqual(['post', 'publish']);
      expect(textOf(item, 'post_id')).toMatch(/^[1-9]\d{0,18}$/);
      expect(textOf(item, 'post_date')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(textOf(item, 'comment_status')).toMatch(/^(?:open|closed)$/);
      // A post without title and text is refused.
      expect(textOf(item, 'title') + (childOf(item, 'encoded')?.text ?? '')).not.toBe('');
    }
    const comments = await elementsOf(text, ['item/comment']);
    expect(comments).toHaveLength(11);
    const ids = comments.map((comment) => BigInt(textOf(comment, 'comment_id')));
    expect(new Set(ids).size).toBe(ids.length);
    for (const comment of comments) {
      const [id, parent] = [BigInt(textOf(comment, 'comment_id')), BigInt(textOf(comment, 'comment_parent'))];
      // A number of 64 bits with a sign, and those that are answered are stored first.
      expect(id > 0n && id < 2n ** 63n).toBe(true);
      expect(parent === 0n || (parent < id && ids.includes(parent))).toBe(true);
      expect(textOf(comment, 'comment_approved')).toMatch(/^(?:0|1|spam|trash)$/);
      for (const name of ['comment_date', 'comment_date_gmt']) expect(textOf(comment, name)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      for (const name of ['author', 'author_email', 'author_url', 'author_IP', 'content', 'type', 'user_id'])
        expect([name, childOf(comment, `comment_${name}`)]).not.toEqual([name, undefined]);
    }
  });

  /** What internal/entity/artran.go and internal/artransfer/importer.go of Artalk want. */
  test('artrans has what the importer of Artalk reads', async () => {
    const rows: Record<string, unknown>[] = JSON.parse((await written('artrans')).text);
    expect(rows.length).toBeGreaterThan(5);
    const names =
      'id rid content ua ip is_collapsed is_pending is_pinned vote_up vote_down created_at updated_at nick email link badge_name badge_color page_key page_title page_admin_only site_name site_urls';
    const ids = rows.map(({ id }) => id);
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(names.split(' ').sort());
      expect(Object.values(row).filter((value) => typeof value !== 'string')).toEqual([]);
      // Without these a row is left out there, and the numbers of the others are then wrong.
      expect(row.site_name).not.toBe('');
      expect(row.page_key).not.toBe('');
      expect(row.rid === '0' || ids.includes(row.rid)).toBe(true);
      for (const name of ['created_at', 'updated_at']) expect(row[name]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000$/);
      for (const name of ['is_collapsed', 'is_pending', 'is_pinned', 'page_admin_only']) expect(row[name]).toMatch(/^(?:true|false)$/);
      for (const name of ['vote_up', 'vote_down']) expect(row[name]).toMatch(/^\d+$/);
    }
  });

  test('a site without comments gives whole documents too', async () => {
    const empty = await newSite(store);
    const texts = Object.fromEntries(
      await Promise.all(EXPORT_FORMATS.map(async (format) => [format, (await written(format, { site: empty })).text] as const)),
    );
    expect(JSON.parse(texts.artrans ?? '')).toEqual([]);
    expect(JSON.parse(texts.comentario ?? '')).toMatchObject({ version: 3, pages: [], comments: [] });
    expect(await elementsOf(texts.wxr ?? '', ['channel/wxr_version'])).toHaveLength(1);
    expect(await elementsOf(texts.disqus ?? '', ['disqus/category'])).toHaveLength(1);
  });
});
