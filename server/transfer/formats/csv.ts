/** A table of comments with a header, from no system in particular: columns by our names or common ones, or as the person who imports says. */
import { createHash } from 'node:crypto';
import { NotImportable, type Place } from '../input/not-importable.ts';
import { headerNames, readCsvRows } from './csv-rows.ts';
import { readCount, readFlag, readText } from './field-values.ts';
import type { ImportFormat, SourceItem, SourceState } from './format.ts';
import { placesIn } from './json-rows.ts';

/** The names of a column, without blanks, hyphens, low lines and capitals; ours is the first. */
const NAMES = {
  id: ['id', 'commentid'],
  parent: ['parent', 'parentid', 'replyto', 'inreplyto'],
  root: ['root', 'rootid', 'threadroot'],
  page: ['page', 'pageurl', 'threadurl', 'threadkey', 'thread', 'url', 'path', 'pagepath', 'permalink', 'pageid'],
  title: ['title', 'pagetitle', 'threadtitle'],
  author: ['author', 'name', 'authorname', 'nickname', 'nick', 'username'],
  authorid: ['authorid', 'userid', 'readerid'],
  email: ['email', 'mail', 'authoremail'],
  website: ['website', 'authorurl', 'homepage', 'link', 'site'],
  text: ['text', 'body', 'comment', 'content', 'message', 'markdown'],
  html: ['html', 'bodyhtml'],
  date: ['date', 'createdat', 'created', 'time', 'timestamp', 'datetime'],
  edited: ['edited', 'editedat'],
  status: ['status', 'state', 'approved'],
  likes: ['likes', 'up', 'upvotes', 'votesup'],
  dislikes: ['dislikes', 'down', 'downvotes', 'votesdown'],
  pinned: ['pinned', 'ispinned', 'sticky'],
  featured: ['featured', 'isfeatured'],
} as const;
type Column = keyof typeof NAMES;

/** Every word for a state that is known; with another one a comment waits. */
const STATES: ReadonlyMap<string, SourceState> = new Map<string, SourceState>([
  ...['', '1', 'true', 'yes', 'published', 'approved', 'approve', 'live', 'public', 'visible'].map((word) => [word, 'published'] as const),
  ...['spam', 'junk'].map((word) => [word, 'spam'] as const),
  ...['trash', 'trashed'].map((word) => [word, 'trash'] as const),
  ...['deleted', 'removed', 'purged'].map((word) => [word, 'deleted'] as const),
  ['rejected', 'rejected'],
]);

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

export const csv: ImportFormat = {
  name: 'csv',
  source: 'csv',
  recognises({ json, text }) {
    if (json !== null || /^\s*</.test(text) || text.startsWith('SQLite')) return false;
    const names = headerNames(text).map(plain);
    const has = (...columns: Column[]): boolean => columns.some((column) => NAMES[column].some((name) => names.includes(name)));
    // Tables of Waline and of FastComments, whose columns mean other things.
    if ((names.includes('nick') && names.includes('ua')) || names.includes('urlid')) return false;
    return has('text', 'html') && has('page') && has('date');
  },
  async *read(entries, { columns }) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      let fieldOf: FieldOf | null = null;
      for await (const rows of readCsvRows(entry, place, (name) => name))
        for (const { value, at } of rows) {
          fieldOf ??= fieldsBy(Object.keys(value), columns);
          yield commentOf(value, fieldOf, at);
        }
    }
  },
};

/** The name in the file of each of our columns; left out: it has none. */
type FieldOf = Partial<Record<Column, string>>;

/** @throws NotImportable `not-csv` with the name of a column that the person who imports says and that is not there. */
function fieldsBy(header: readonly string[], columns: ReadonlyMap<string, string>): FieldOf {
  const fields: FieldOf = {};
  for (const [column, names] of Object.entries(NAMES)) {
    const mapped = [...columns].find(([ours]) => plain(ours) === column || names.some((name) => name === plain(ours)))?.[1];
    if (mapped !== undefined && !header.includes(mapped)) throw new NotImportable('not-csv', { detail: mapped });
    const found = mapped ?? names.map((name) => header.find((one) => plain(one) === name)).find(Boolean);
    if (found !== undefined && isColumn(column)) fields[column] = found;
  }
  return fields;
}

const isColumn = (name: string): name is Column => name in NAMES;

function commentOf(row: Readonly<Record<string, unknown>>, fieldOf: FieldOf, at: Place): SourceItem {
  // A table for programs that calculate has a sign before what they would take for a formula.
  const field = (column: Column): string => readText(row[fieldOf[column] ?? '']).replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '');
  const state = STATES.get(field('status').trim().toLowerCase()) ?? 'pending';
  const isGone = state === 'deleted' || state === 'rejected';
  const text = field('text');
  const isHtml = text.trim() === '' && field('html').trim() !== '';
  return {
    type: 'comment',
    at,
    // A table without ids: what a comment is distinguishes it.
    id: fieldOf.id === undefined ? hashOf(['page', 'date', 'author', 'text', 'html'].filter(isColumn).map(field)) : field('id').trim(),
    page: { address: field('page'), title: field('title') },
    parentId: field('parent').trim(),
    rootId: field('root').trim(),
    author: isGone ? null : { id: field('authorid'), name: field('author'), email: field('email'), url: field('website') },
    text: isGone ? { markup: 'plain', text: '' } : isHtml ? { markup: 'html', text: field('html') } : { markup: 'markdown', text },
    createdAt: field('date'),
    editedAt: field('edited'),
    state,
    votes: { up: readCount(field('likes')), down: readCount(field('dislikes')) },
    isPinned: readFlag(field('pinned')),
    isFeatured: readFlag(field('featured')),
  };
}

function hashOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32);
}
