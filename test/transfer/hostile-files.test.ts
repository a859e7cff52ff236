import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import tar from 'tar-stream';
import type { Store } from '../../server/store/port.ts';
import { importProblem } from '../../server/transfer/import-texts.ts';
import { expandFiles } from '../../server/transfer/input/expand-files.ts';
import { JsonSplitter } from '../../server/transfer/input/json-values.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';
import { mapUrlsBy } from '../../server/transfer/map-urls.ts';
import { Outline } from '../../server/transfer/outline.ts';
import { PageTable } from '../../server/transfer/page-table.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { commentsOf, importInto, newSite } from './import-into.ts';

let world: StoreWorld;
let store: Store;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-hostile-'));
  world = await openSqliteWorld();
  store = world.shared.store;
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
async function fileOf(content: string | Uint8Array, name = 'export'): Promise<string> {
  const path = join(folder, `${++files}-${name}`);
  await writeFile(path, content);
  return path;
}

/** Imports a file that must not be taken: a sentence for each language, and nothing stored. */
async function refusalOf(path: string): Promise<NotImportable['why']> {
  const site = await newSite(store);
  const error = await importInto(store, site, [path], { baseUrl: 'https://blog.example.com' }).catch((thrown: unknown) => thrown);
  if (!(error instanceof NotImportable)) throw new Error(`not refused: ${String(error)}`);
  expect(Object.values(importProblem(error)).every((sentence) => sentence.length > 5 && sentence.length < 400)).toBe(true);
  expect(await commentsOf(store, site.id)).toEqual([]);
  return error.why;
}

/** Imports a file that is taken; gives what is stored. */
async function takenOf(path: string): Promise<Awaited<ReturnType<typeof commentsOf>>> {
  const site = await newSite(store);
  await importInto(store, site, [path], { baseUrl: 'https://blog.example.com' });
  return commentsOf(store, site.id);
}

const row = (more: object): object => ({
  objectId: 'a1',
  nick: '读者',
  comment: '<p>正文</p>',
  url: '/a',
  ua: '',
  status: 'approved',
  insertedAt: '2024-05-01T00:00:00.000Z',
  ...more,
});
const waline = (rows: readonly string[]): string =>
  `{"type":"waline","version":1,"tables":["Comment"],"data":{"Comment":[${rows.join(',')}]}}`;

function zipOf(name: string): Buffer {
  const file = Buffer.from('{}');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(0xa3a6bf43, 14);
  local.writeUInt32LE(file.length, 18);
  local.writeUInt32LE(file.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  const before = local.length + name.length + file.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(before, 16);
  return Buffer.concat([local, Buffer.from(name), file, central, Buffer.from(name), end]);
}

async function tarOf(entries: readonly (Partial<tar.Header> & { name: string; text?: string })[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { text = '', ...header } of entries) pack.entry(header, text);
  pack.finalize();
  return buffer(pack);
}

describe('what is made to do harm is refused with a sentence', () => {
  const deep = 200_000;
  test.each([
    ['JSON, lists in each other', () => '['.repeat(deep), ['cut', 'unknown-format', 'too-large']],
    ['JSON, objects in each other', () => '{"data":'.repeat(deep), ['cut', 'unknown-format']],
    ['XML, elements in each other', () => `<disqus>${'<a>'.repeat(deep)}`, ['too-large']],
    [
      'JSON, a text without an end',
      () => waline([`{"objectId":"1","nick":"a","url":"/a","insertedAt":1,"comment":"${'x'.repeat(20_000_000)}`]),
      ['too-large'],
    ],
    [
      'JSON, a name without an end',
      () => `${waline([JSON.stringify(row({}))]).slice(0, -2)},"${'x'.repeat(20_000_000)}`,
      ['too-large', 'cut'],
    ],
    ['CSV, a field without an end', () => `id,page,name,text,date\n1,/a,b,"${'x'.repeat(6_000_000)}`, ['not-csv', 'cut']],
    ['gzip of gzip of gzip of gzip of gzip', () => [1, 2, 3, 4].reduce((inner) => gzipSync(inner), gzipSync('{}')), ['damaged']],
    ['gzip that fills the disk', () => gzipSync(Buffer.alloc(80_000_000)), ['too-large']],
    ['zip with a way out of the folder', () => zipOf('../../../outside.json'), ['damaged']],
    ['a database that is none', () => `SQLite format 3\0${'x'.repeat(5_000)}`, ['not-a-database', 'damaged', 'unknown-format']],
    ['bytes by chance', () => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 251)), ['unknown-format']],
  ] as const)('%s', async (_name, make, reasons) => {
    expect(reasons).toContain(await refusalOf(await fileOf(make())));
  });

  test('a tar with links, devices and ways out of the folder gives its files alone, and none outside', async () => {
    const path = await fileOf(
      await tarOf([
        { name: '../../outside.json', text: '{}' },
        { name: '/tmp/liangju-outside.json', text: '{}' },
        { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard', type: 'link', linkname: '/etc/passwd' },
        { name: 'device', type: 'character-device' },
        { name: 'pipe', type: 'fifo' },
      ]),
    );
    const dir = await mkdtemp(join(folder, 'unpacked-'));
    const entries = await expandFiles([path], dir, null);
    expect(entries.map((entry) => entry.path.startsWith(`${dir}/`))).toEqual([true, true]);
    expect(await readdir(dir)).toHaveLength(2);
    expect(existsSync('/tmp/liangju-outside.json')).toBe(false);
    expect(existsSync(join(folder, 'outside.json'))).toBe(false);
  });

  test('a tar that is cut', async () => {
    const whole = await tarOf([{ name: 'a.json', text: 'x'.repeat(5_000) }]);
    expect(['cut', 'damaged']).toContain(await refusalOf(await fileOf(whole.subarray(0, 2_000))));
  });

  test('a million pages are too many, and do not fill the memory', async () => {
    const keys = (await newSite(store)).settings.threadKeys;
    const pages = new PageTable({ keys, origins: [], baseUrl: null, mapUrl: (address) => address });
    const addAll = (): void => {
      for (let i = 0; i < 1_000_000; i++) pages.numberOf({ address: `https://blog.example.com/${i}` }, { isComment: true });
    };
    expect(addAll).toThrow(NotImportable);
    expect(pages.size).toBeLessThan(500_000);
  });
});

describe('what is odd is read as what it is', () => {
  test('names of objects that programs stumble over', async () => {
    const text = JSON.stringify(row({ objectId: 'p1' })).replace(
      '{',
      '{"__proto__":{"comment":"gone","isAdmin":true},"constructor":{"prototype":{"x":1}},',
    );
    const [stored, ...others] = await takenOf(await fileOf(waline([text])));
    expect(others).toEqual([]);
    expect(stored?.content?.text).toBe('正文');
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  test('ids, names, titles and addresses of a megabyte', async () => {
    const long = 'x'.repeat(1_000_000);
    const rows = [
      row({ objectId: long }),
      row({ objectId: 'a2', pid: long, nick: long, link: `https://${long}.example` }),
      row({ objectId: 'a3', url: `/${long}` }),
    ];
    const stored = await takenOf(await fileOf(waline(rows.map((one) => JSON.stringify(one)))));
    expect(stored).toHaveLength(2);
    expect(stored.map(({ parentId }) => parentId !== null).sort()).toEqual([false, true]);
    expect(JSON.stringify(stored).length).toBeLessThan(10_000);
  });

  test('half characters, NUL and a byte order mark within', async () => {
    const text = JSON.stringify(row({ nick: '读\u0000者', comment: '一\u0000二\ufeff三' })).replace('二', '\\ud83d二');
    const [stored] = await takenOf(await fileOf(waline([text])));
    expect(stored?.author?.name).toBe('读 者');
    expect(stored?.content?.body).not.toContain('\u0000');
    expect(stored?.content?.body.isWellFormed()).toBe(true);
    expect(stored?.content?.text.replace(/[\ufffd\ufeff]/g, '')).toBe('一二三');
  });

  test('UTF-16 that breaks off in the middle of a character', async () => {
    const text = `id,page,name,text,date\r\n1,/a,读者,正文,2024-05-01\r\n`;
    const whole = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(await takenOf(await fileOf(Buffer.concat([whole, Buffer.from([0x3d])]), 'a.csv'))).toHaveLength(1);
  });

  test('a table with a hundred thousand columns', async () => {
    const columns = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
    const text = `id,page,name,text,date,__proto__,${columns.join(',')}\n1,/a,读者,正文,2024-05-01,x\n`;
    expect(await takenOf(await fileOf(text, 'a.csv'))).toHaveLength(1);
  });

  test('YAML whose names stand for each other a billion times, and lists in each other', async () => {
    const bomb = [
      'a: &a ["x","x","x","x","x","x","x","x","x"]',
      ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
    ];
    const good = '_id: y1\nname: 读者\nmessage: 正文\ndate: 2024-05-01T00:00:00Z\n';
    const path = await fileOf(
      await tarOf([
        { name: 'comments/a/1.yml', text: good },
        { name: 'comments/a/2.yml', text: `${good.replace('y1', 'y2')}${bomb.join('\n')}\n` },
        { name: 'comments/a/3.yml', text: `${good.replace('y1', 'y3')}x: ${'['.repeat(20_000)}` },
      ]),
    );
    const site = await newSite(store);
    const { report } = await importInto(store, site, [path], { baseUrl: 'https://blog.example.com' });
    expect(report.skipped.unreadable).toBeGreaterThanOrEqual(1);
    expect((await commentsOf(store, site.id)).length).toBe(3 - (report.skipped.unreadable ?? 0));
  });
});

describe('a database', () => {
  function databaseOf(sql: string): string {
    const path = join(folder, `${++files}.db`);
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
    return path;
  }
  const PROJECTS = `CREATE TABLE projects (id TEXT, title TEXT); INSERT INTO projects VALUES ('p', 'P');
    CREATE TABLE pages (id TEXT, slug TEXT, projectId TEXT); INSERT INTO pages VALUES ('g', '/a', 'p');`;
  const COLUMNS = 'id, pageId, created_at, by_nickname, content, approved';

  test.each([
    [
      'a view in the place of the comments',
      `CREATE VIEW comments AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 'g' AS pageId, 1 AS created_at, 'x' AS by_nickname, 'y' AS content, 1 AS approved FROM n;`,
    ],
    ['a virtual table', `CREATE VIRTUAL TABLE comments USING fts5 (${COLUMNS});`],
    [
      'columns that are computed',
      `CREATE TABLE comments (id, pageId, created_at, by_nickname, content GENERATED ALWAYS AS (printf('%.*c', 1000000, 'x')), approved); INSERT INTO comments VALUES (1, 'g', 1, 'x', 1);`,
    ],
  ])('%s is not read', async (_name, sql) => {
    expect(await refusalOf(databaseOf(PROJECTS + sql))).toBe('unknown-format');
  });

  test('a text that is larger than any comment is not read, and the others are', async () => {
    const path = databaseOf(`${PROJECTS} CREATE TABLE comments (${COLUMNS});
      INSERT INTO comments VALUES (1, 'g', '2024-05-01T00:00:00Z', 'x', printf('%.*c', 40000000, 'y'), 1), (2, 'g', '2024-05-01T00:00:00Z', 'x', 'y', 1);
      CREATE TRIGGER harm AFTER INSERT ON comments BEGIN DELETE FROM comments; END;`);
    expect((await takenOf(path)).map(({ content }) => content?.text)).toEqual(['y']);
  });
});

describe('nothing holds the process', () => {
  test.each([
    ['stars that fit nowhere', '*a*a*a*a*a*a*a*a*a*a*a*a*a*b', `https://${'a'.repeat(2_000)}`, null],
    ['stars', 'old.example/*/p/*', 'http://OLD.example/x/p/y/p/Z', 'https://new.example/x/p/y-Z'],
    ['a star at the end', 'old.example/*', 'https://old.example/a/b/', 'https://new.example/a/b/-'],
    ['no star', 'https://old.example/a', 'http://old.example/a/', 'https://new.example/-'],
    ['the end of it', '*.old.example/a', 'https://www.old.example/a/', 'https://new.example/www-'],
  ])('addresses are mapped: %s', (_name, from, address, mapped) => {
    const begin = performance.now();
    expect(mapUrlsBy([{ from, to: 'https://new.example/*-*' }])(address)).toBe(mapped ?? address);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test('a hundred thousand in a ring, and as many in a chain', async () => {
    const outline = new Outline();
    const tail = (i: number): string => String(i).padStart(16, '0');
    for (let i = 0; i < 200_000; i++) {
      const parentTail = i < 100_000 ? tail((i + 1) % 100_000) : i === 100_000 ? null : tail(i - 1);
      outline.add({ id: `0000000000${tail(i)}`, number: i + 1, page: 0, parentTail, rootTail: null, skip: null });
    }
    const settled = await outline.settle();
    expect(settled.stored).toBe(200_000);
    expect(settled.maxDepth).toBeLessThanOrEqual(500);
  });

  test('a record in many small pieces', () => {
    const splitter = new JsonSplitter();
    const text = `[{"a":"${'\\"'.repeat(10_000)}"}]`;
    const values = [...text].flatMap((sign) => splitter.push(sign));
    expect([...values, ...splitter.end()]).toHaveLength(1);
  });
});
