/** The export of Comentario, version 3. Its host stands in the addresses of the comments alone. */
import { isRecord } from '../input/json-text.ts';
import { readJson } from '../input/json-values.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readFlag, readText, votesOfScore } from './field-values.ts';
import type { SourceAuthor, SourceItem, SourcePage, SourceState } from './format.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The id of nobody: of a guest. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Lookups {
  pages: Map<string, SourcePage & { isClosed: boolean }>;
  authors: Map<string, SourceAuthor>;
}

/** @throws NotImportable when it is no JSON. */
export async function* readComentario(entry: SourceEntry, place: (line: number) => Place): AsyncGenerator<SourceItem> {
  const lookups = await lookupsOf(entry);
  for (const { isClosed, ...page } of lookups.pages.values()) if (isClosed) yield { type: 'page', page, isClosed };
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isIn, value, line } of values)
      if (path === 'comments' && isIn)
        yield isRecord(value) ? commentOf(value, lookups, place(line)) : { type: 'unreadable', at: place(line) };
}

async function lookupsOf(entry: SourceEntry): Promise<Lookups> {
  const lookups: Lookups = { pages: new Map(), authors: new Map() };
  const origins = new Map<string, string>();
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isIn, value } of values) {
      if (!isIn || !isRecord(value)) continue;
      const id = readText(value.id);
      if (path === 'pages')
        lookups.pages.set(id, { address: readText(value.path) || '/', title: readText(value.title), isClosed: readFlag(value.isReadonly) });
      else if (path === 'commenters') lookups.authors.set(id, authorOf(value));
      else if (path === 'comments') noteOrigin(origins, value);
    }
  const [anyOrigin] = new Set(origins.values());
  for (const [id, page] of lookups.pages) {
    const base = origins.get(id) ?? anyOrigin;
    if (base !== undefined) lookups.pages.set(id, { ...page, base });
  }
  return lookups;
}

function noteOrigin(origins: Map<string, string>, comment: Fields): void {
  const [pageId, url] = [readText(comment.pageId), readText(comment.url)];
  if (!origins.has(pageId) && /^https?:\/\//i.test(url) && URL.canParse(url)) origins.set(pageId, new URL(url).origin);
}

function authorOf(commenter: Fields): SourceAuthor {
  return {
    id: readText(commenter.id),
    name: readText(commenter.name),
    email: readText(commenter.email),
    url: readText(commenter.websiteUrl),
    isOwner: readFlag(commenter.isModerator) || readFlag(commenter.isOwner),
  };
}

function commentOf(comment: Fields, { pages, authors }: Lookups, at: Place): SourceItem {
  const { isClosed: _, ...page } = pages.get(readText(comment.pageId)) ?? { address: '', isClosed: false };
  const state = stateOf(comment);
  const isLeft = state === 'published' || state === 'pending';
  const markdown = readText(comment.markdown);
  return {
    type: 'comment',
    at,
    id: readText(comment.id),
    page,
    parentId: readText(comment.parentId),
    author: isLeft ? writerOf(comment, authors) : null,
    text: !isLeft
      ? { markup: 'plain', text: '' }
      : markdown.trim() !== ''
        ? { markup: 'markdown', text: markdown }
        : { markup: 'html', text: readText(comment.html) },
    createdAt: comment.createdTime,
    editedAt: comment.editedTime,
    state,
    votes: votesOfScore(comment.score),
    isPinned: readFlag(comment.isSticky),
  };
}

function stateOf(comment: Fields): SourceState {
  if (readFlag(comment.isDeleted)) return 'deleted';
  if (readFlag(comment.isPending)) return 'pending';
  return readFlag(comment.isApproved) ? 'published' : 'rejected';
}

/** A guest has a name in the comment itself, or none. */
function writerOf(comment: Fields, authors: ReadonlyMap<string, SourceAuthor>): SourceAuthor {
  const id = readText(comment.userCreated);
  return authors.get(id) ?? { ...(id === NOBODY ? {} : { id }), name: readText(comment.authorName) };
}
