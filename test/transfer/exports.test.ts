import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Comment, Site } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import { idsOf } from '../../server/transfer/ids.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';
import type { ImportOptions } from '../../server/transfer/prepare-import.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { type Brought, commentsOf, importInto, newSite } from './import-into.ts';

/** Made-up files of every system, each with what an import of it has to give beside it. */
const FOLDER = join(import.meta.dirname, 'exports');

const Sample = z.strictObject({
  sourceId: z.string(),
  parentSourceId: z.string().nullable().optional(),
  author: z.string().nullable(),
  createdAt: z.string(),
  editedAt: z.string().nullable().optional(),
  status: z.string().optional(),
  textContains: z.string().optional(),
  textNotContains: z.union([z.string(), z.array(z.string())]).optional(),
  htmlNotContains: z.union([z.string(), z.array(z.string())]).optional(),
  votesUp: z.number().optional(),
  votesDown: z.number().optional(),
  pinned: z.boolean().optional(),
  featured: z.boolean().optional(),
  placeHolder: z.boolean().optional(),
  page: z.string().optional(),
});

const Expected = z.looseObject({
  format: z.string().nullable(),
  args: z.array(z.string()),
  refused: z.boolean().optional(),
  why: z.string().optional(),
  line: z.number().optional(),
  records: z.number().optional(),
  comments: z.number(),
  skipped: z.record(z.string(), z.number()).optional(),
  statuses: z.record(z.string(), z.number()).optional(),
  threads: z.number().optional(),
  maxDepth: z.number().optional(),
  orphans: z.number().optional(),
  rehung: z.number().optional(),
  closedThreads: z.number().optional(),
  told: z.string().optional(),
  mustNotBeStored: z.array(z.string()).optional(),
  sameAuthor: z.array(z.array(z.string())).optional(),
  idsUniquePerPage: z.boolean().optional(),
  sample: z.array(Sample).optional(),
  after: z.looseObject({ file: z.string(), inserted: z.number(), known: z.number() }).optional(),
  whenChosen: z.strictObject({ project: z.string(), comments: z.number() }).optional(),
});
type Expected = z.output<typeof Expected>;

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => join(FOLDER, name.replace(/\.expected\.json$/, '')))
  .sort();

/** Which reason of ours a sentence of the expectations means. */
const REASONS: readonly [RegExp, readonly NotImportable['why'][]][] = [
  [/^the file is cut: not JSON|^not JSON/, ['cut', 'not-json', 'unknown-format']],
  [/^not well-formed/, ['not-xml', 'cut']],
  [/^gzip: the file is cut/, ['cut']],
  [/DOCTYPE/, ['doctype']],
  [/no format recognised/, ['unknown-format']],
  [/page counts/, ['page-counts']],
  [/unknown version/, ['unknown-version']],
  [/projects/, ['choose-project']],
  [/first line/, ['no-header', 'unknown-format']],
];

function optionsOf(args: readonly string[]): Partial<ImportOptions> {
  const value = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  return { baseUrl: value('--base-url') ?? null, timeZone: value('--time-zone') ?? 'UTC' };
}

/** White space as one blank. */
const folded = (text: string): string => text.replace(/\s+/g, ' ');
const listed = (texts: string | readonly string[] | undefined): readonly string[] =>
  texts === undefined ? [] : typeof texts === 'string' ? [texts] : texts;

/** The stored comment that a row of the file has become. */
function storedOf(
  all: readonly Comment[],
  site: Site,
  { source }: Brought,
  expected: Expected,
  row: z.output<typeof Sample>,
): Comment | undefined {
  const at = Date.parse(row.createdAt);
  if (expected.idsUniquePerPage === true)
    return all.find((one) => one.createdAt === at && folded(one.content?.text ?? '').includes(row.textContains ?? ''));
  return all.find(({ id }) =>
    [idsOf(site.id, source, false), idsOf(site.id, source, true)].some((ids) => id === ids.idOf(row.sourceId, at)),
  );
}

function checkRow(all: readonly Comment[], site: Site, brought: Brought, expected: Expected, row: z.output<typeof Sample>): void {
  const stored = storedOf(all, site, brought, expected, row);
  if (stored === undefined) throw new Error(`${row.sourceId} (${row.createdAt}) is not stored`);
  const parentRow = expected.sample?.find(({ sourceId }) => sourceId === row.parentSourceId);
  const parent = parentRow === undefined ? undefined : storedOf(all, site, brought, expected, parentRow);
  const found = {
    sourceId: row.sourceId,
    parentId: stored.parentId,
    author: row.author === null && row.placeHolder !== true ? stored.author?.name !== '' : (stored.author?.name ?? null),
    status: stored.status,
    editedAt: row.editedAt === undefined ? undefined : stored.editedAt,
    votes: stored.votes,
    pinned: stored.pinned,
    featured: stored.featured,
  };
  expect(found).toEqual({
    sourceId: row.sourceId,
    parentId: parent?.id ?? null,
    author: row.author === null && row.placeHolder !== true ? true : row.author,
    status: row.status ?? (row.placeHolder === true ? 'purged' : 'published'),
    editedAt: row.editedAt === undefined ? undefined : row.editedAt === null ? null : Date.parse(row.editedAt),
    votes: { up: row.votesUp ?? 0, down: row.votesDown ?? 0 },
    pinned: row.pinned ?? false,
    featured: row.featured ?? false,
  });
  if (row.placeHolder === true) expect(stored.content).toBeNull();
  const text = folded(stored.content?.text ?? '');
  if (row.textContains !== undefined) expect(text).toContain(folded(row.textContains));
  for (const not of listed(row.textNotContains)) expect(text).not.toContain(not);
  for (const not of listed(row.htmlNotContains)) expect(stored.content?.html ?? '').not.toContain(not);
}

async function checkRefused(store: Store, site: Site, file: string, expected: Expected): Promise<void> {
  const refusal = await importInto(store, site, [file], optionsOf(expected.args)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(NotImportable);
  if (!(refusal instanceof NotImportable)) return;
  const reasons = REASONS.find(([sentence]) => sentence.test(expected.why ?? ''))?.[1] ?? [];
  expect(reasons).toContain(refusal.why);
  if (expected.line !== undefined) expect(refusal.at?.line).toBe(expected.line);
  expect(await commentsOf(store, site.id)).toEqual([]);
  if (expected.whenChosen === undefined) return;
  const { project, comments } = expected.whenChosen;
  expect((await importInto(store, site, [file], { ...optionsOf(expected.args), project })).imported.inserted).toBe(comments);
}

async function checkTaken(store: Store, site: Site, file: string, expected: Expected): Promise<void> {
  const options = optionsOf(expected.args);
  const { after } = expected;
  if (after !== undefined) await importInto(store, site, [join(dirname(file), after.file)], options);
  const brought = await importInto(store, site, [file], options);
  const { report, imported } = brought;
  const { format, records, comments, skipped, statuses, threads, maxDepth, orphans, rehung } = report;
  expect({ records, comments, skipped, statuses, threads, maxDepth, orphans, rehung }).toEqual({
    records: expected.records,
    comments: expected.comments,
    skipped: expected.skipped,
    statuses: expected.statuses,
    threads: expected.threads,
    maxDepth: expected.maxDepth,
    orphans: expected.orphans,
    rehung: expected.rehung,
  });
  expect(format === expected.format || [format, expected.format].every((name) => name === 'valine' || name === 'waline')).toBe(true);
  expect(report.closedThreads).toBe(expected.closedThreads ?? 0);
  expect(imported).toMatchObject({ inserted: after?.inserted ?? expected.comments, known: after?.known ?? 0 });
  if (expected.told !== undefined) expect(Object.keys(report.notices)).not.toEqual([]);
  const all = await commentsOf(store, site.id);
  expect(all).toHaveLength(expected.comments);
  for (const row of expected.sample ?? []) checkRow(all, site, brought, expected, row);
  for (const secret of expected.mustNotBeStored ?? []) expect(JSON.stringify(all)).not.toContain(secret);
  for (const ids of expected.sameAuthor ?? []) {
    const rows = (expected.sample ?? []).filter(({ sourceId }) => ids.includes(sourceId));
    expect(new Set(rows.map((row) => storedOf(all, site, brought, expected, row)?.author?.readerId)).size).toBe(1);
  }
  expect((await importInto(store, site, [file], options)).imported).toMatchObject({ inserted: 0, known: expected.comments });
}

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('files of other systems, %s', (_name, openWorld) => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world?.close());

  test.each(FILES.map((file) => relative(FOLDER, file)))('%s', async (name) => {
    const { store } = world.shared;
    const file = join(FOLDER, name);
    const expected = Expected.parse(JSON.parse(await readFile(`${file}.expected.json`, 'utf8')));
    const site = await newSite(store);
    await (expected.refused === true ? checkRefused : checkTaken)(store, site, file, expected);
  });
});
