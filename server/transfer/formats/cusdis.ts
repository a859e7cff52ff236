/** The SQLite file of Cusdis. Its tables of users and of tokens are not read. */
import { type Database, type DatabaseRow, hasTables, openDatabase } from '../input/database-rows.ts';
import { NotImportable, type Place } from '../input/not-importable.ts';
import { firstText, readFlag, readText } from './field-values.ts';
import type { ImportFormat, SourceComment, SourcePage } from './format.ts';
import { placesIn } from './json-rows.ts';

const TABLES = {
  projects: ['id', 'title'],
  pages: ['id', 'slug', 'projectId'],
  comments: ['id', 'pageId', 'created_at', 'by_nickname', 'content', 'approved'],
};
const COLUMNS = [...TABLES.comments, 'deletedAt', 'moderatorId', 'by_email', 'parentId'];

export const cusdis: ImportFormat = {
  name: 'cusdis',
  source: 'cusdis',
  recognises: ({ entries, text }) => hasTables(entries, text, TABLES),
  async *read(entries, { project }) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      const database = openDatabase(entry);
      try {
        const { pages, others } = pagesOf(database, project);
        let number = 0;
        for (const row of database.rows('comments', COLUMNS)) {
          number++;
          if (!others.has(readText(row.pageId))) yield commentOf(row, pages, place(number));
        }
      } finally {
        database.close();
      }
    }
  },
};

/**
 * The pages of the project that is imported, and the ids of those of the others.
 * @throws NotImportable `choose-project` with the titles when there are several and none of them is named.
 */
function pagesOf(database: Database, project: string | null): { pages: Map<string, SourcePage>; others: Set<string> } {
  const all = [...database.rows('projects', ['id', 'title', 'deletedAt'])]
    .filter(({ deletedAt }) => (deletedAt ?? null) === null)
    .map(({ id, title }) => ({ id: readText(id), title: readText(title) }));
  const named = all.filter(({ id, title }) => id === project || title === project);
  const [chosen, ...more] = project === null ? all : named;
  if (more.length > 0 || (project !== null && chosen === undefined))
    throw new NotImportable('choose-project', { detail: all.map(({ id, title }) => title || id).join(', ') });
  const pages = new Map<string, SourcePage>();
  const others = new Set<string>();
  for (const row of database.rows('pages', ['id', 'slug', 'url', 'title', 'projectId'])) {
    const id = readText(row.id);
    if (readText(row.projectId) === chosen?.id) pages.set(id, { address: firstText(row.url, row.slug), title: readText(row.title) });
    else others.add(id);
  }
  return { pages, others };
}

function commentOf(row: DatabaseRow, pages: ReadonlyMap<string, SourcePage>, at: Place): SourceComment {
  // A deleted one still has its name and its text.
  const isDeleted = (row.deletedAt ?? null) !== null;
  const moderator = readText(row.moderatorId);
  return {
    type: 'comment',
    at,
    id: readText(row.id),
    page: pages.get(readText(row.pageId)) ?? { address: '' },
    parentId: readText(row.parentId),
    author: isDeleted ? null : { id: moderator, name: readText(row.by_nickname), email: readText(row.by_email), isOwner: moderator !== '' },
    text: { markup: 'markdown', text: isDeleted ? '' : readText(row.content) },
    createdAt: row.created_at,
    state: isDeleted ? 'deleted' : readFlag(row.approved) ? 'published' : 'pending',
  };
}
