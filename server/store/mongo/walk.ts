import type { Model, mongo } from 'mongoose';
import type { Cursor, CursorKey } from '../../domain/cursor.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Slice } from '../port-types.ts';
import { driverCollection } from './driver.ts';

export type Direction = 1 | -1;
/** A field to sort by and its value in a document. */
export interface SortField<D> {
  path: string;
  direction: Direction;
  of: (document: D) => string | number;
}

/** Equalities that choose a run of an index, or ranges on what is not in the sort. */
export type Branch = Readonly<Record<string, unknown>>;

export interface Walk<D> {
  model: Model<D>;
  /** The index to walk; its fields are those of the branches and then the sort. */
  hint: string;
  /** Runs of the index, merged in the order of the sort. */
  branches: readonly Branch[];
  sort: readonly SortField<D>[];
  after: CursorKey | null;
  limit: number;
  /** What documents must fit beside; not in the index. */
  filter?: Branch;
  /** What becomes of the documents that are found. */
  shaped?: object;
  /** Fields that are not wanted. */
  without?: readonly string[];
}

/** More runs than this are read by several queries: beyond it MongoDB would sort in memory. */
const RUNS_AT_ONCE = 120;

/** An equality that takes its value as it is, whatever it is. */
function is(value: unknown): { $eq: unknown } {
  return { $eq: value };
}

/** The part of a run after the key: one tight range for each field of the sort. */
function beyond(sort: readonly { path: string; direction: Direction }[], after: CursorKey): Branch[] {
  return sort.map((_, depth) => {
    const range: Record<string, unknown> = {};
    for (const [i, { path, direction }] of sort.entries()) {
      if (i < depth) range[path] = is(after[i]);
      else if (i === depth) range[path] = { [direction === 1 ? '$gt' : '$lt']: after[i] };
    }
    return range;
  });
}

function compare<D>(sort: readonly SortField<D>[], a: D, b: D): number {
  for (const { direction, of } of sort) {
    const [x, y] = [of(a), of(b)];
    if (x < y) return -direction;
    if (x > y) return direction;
  }
  return 0;
}

function plain(branch: Branch): Branch {
  return Object.fromEntries(
    Object.entries(branch).map(([path, value]) => [path, typeof value === 'object' && value !== null ? value : is(value)]),
  );
}

/** What documents have to fit, one condition for each run of the index. */
function runsOf<D>(walk: Pick<Walk<D>, 'branches' | 'filter' | 'sort' | 'after'>): Branch[] {
  const ranges = walk.after === null ? [{}] : beyond(walk.sort, walk.after);
  return walk.branches.flatMap((branch) => ranges.map((range) => ({ ...plain(branch), ...range, ...walk.filter })));
}

const anyOf = (runs: readonly Branch[]): Branch => (runs.length === 1 && runs[0] !== undefined ? runs[0] : { $or: runs });

/** The stages of one walk, for running and for explaining. */
export function stagesOf<D>(walk: Walk<D>): { stages: object[]; hint: string }[] {
  const runs = runsOf(walk);
  const order = Object.fromEntries(walk.sort.map(({ path, direction }) => [path, direction]));
  const without = Object.fromEntries((walk.without ?? []).map((path) => [path, 0]));
  const queries: { stages: object[]; hint: string }[] = [];
  for (let i = 0; i < runs.length; i += RUNS_AT_ONCE) {
    const some = runs.slice(i, i + RUNS_AT_ONCE);
    const stages: object[] = [{ $match: anyOf(some) }, { $sort: order }, { $limit: walk.limit }];
    if (walk.shaped) stages.push(walk.shaped);
    if (walk.without) stages.push({ $project: without });
    queries.push({ stages, hint: walk.hint });
  }
  return queries;
}

/** The next documents of a list: a walk along an index, nothing sorted in memory. */
export async function walk<D extends { _id: unknown }>(options: Walk<D>): Promise<D[]> {
  const results = await Promise.all(
    stagesOf(options).map(({ stages, hint }) => driverCollection(options.model).aggregate<D & object>(stages, { hint }).toArray()),
  );
  const [first, ...more] = results;
  if (more.length === 0) return first ?? [];
  // Runs may share documents: one query gives each once, several do not.
  return inOrder(options.sort, results.flat(), options.limit);
}

/** So many documents come at a time, where those that come first may be enough. */
const FEW_AT_ONCE = 32;

/**
 * The same one by one: what is not taken is not read, but for a few.
 * @param options of so few runs that they are read by one query.
 */
export function walkOneByOne<D extends { _id: unknown }>(options: Walk<D>): mongo.AggregationCursor<D & object> {
  const [query, ...more] = stagesOf(options);
  if (query === undefined || more.length > 0) throw new Error('so many runs cannot be walked one by one');
  return driverCollection(options.model).aggregate<D & object>(query.stages, {
    hint: query.hint,
    batchSize: Math.min(options.limit, FEW_AT_ONCE),
  });
}

/** The first documents of several lists, each once. */
export function inOrder<D extends { _id: unknown }>(sort: readonly SortField<D>[], documents: readonly D[], limit: number): D[] {
  const found = new Map(documents.map((document) => [document._id, document]));
  return [...found.values()].sort((a, b) => compare(sort, a, b)).slice(0, limit);
}

/** How many documents the runs have, counted to `most` where it is given. */
export async function countOf<D>(options: Omit<Walk<D>, 'after' | 'limit'>, most?: number): Promise<number> {
  const match = anyOf(runsOf({ ...options, after: null }));
  const cut = most === undefined ? [] : [{ $limit: most }];
  const [counted] = await driverCollection(options.model)
    .aggregate<{ size: number }>([{ $match: match }, ...cut, { $count: 'size' }], { hint: options.hint })
    .toArray();
  return counted?.size ?? 0;
}

/** Reads a cursor whose parts are those of the sort. @throws Problem `invalid-cursor`. */
export function keyOf(list: string, cursor: Cursor | undefined, shape: readonly ('string' | 'number' | 'boolean')[]): CursorKey | null {
  return cursor === undefined ? null : decodeCursor(list, cursor, shape);
}

/** Cuts what was read one too far into a slice. */
export function sliceOf<D, T>(
  list: string,
  documents: readonly D[],
  limit: number,
  key: (last: D) => CursorKey,
  give: (document: D) => T,
): Slice<T> {
  const items = documents.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = documents.length > limit && last !== undefined ? encodeCursor(list, key(last)) : null;
  return { items: items.map(give), nextCursor };
}

interface Listed<D, T> {
  /** Names the list and its order, in its cursors. */
  list: string;
  shape: readonly ('string' | 'number' | 'boolean')[];
  cursor: Cursor | undefined;
  give: (document: D) => T;
}

/** A page of a list whose cursor is the sort key of its last item. */
export async function page<D extends { _id: unknown }, T>(options: Omit<Walk<D>, 'after'> & Listed<D, T>): Promise<Slice<T>> {
  const after = keyOf(options.list, options.cursor, options.shape);
  const documents = await walk({ ...options, after, limit: options.limit + 1 });
  return sliceOf(options.list, documents, options.limit, (last) => options.sort.map(({ of }) => of(last)), options.give);
}
