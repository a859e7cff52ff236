/** The export of Comentario, version 3. Its host stands in the addresses of the comments alone. */
import { isRecord } from '../input/json-text.ts';
import { readJson } from '../input/json-values.ts';
import { asText, isYes, votesOfScore } from '../input/loose-values.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
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
      const id = asText(value.id);
      if (path === 'pages')
        lookups.pages.set(id, { address: asText(value.path) || '/', title: asText(value.title), isClosed: isYes(value.isReadonly) });
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
  const [pageId, url] = [asText(comment.pageId), asText(comment.url)];
  if (!origins.has(pageId) && /^https?:\/\//i.test(url) && URL.canParse(url)) origins.set(pageId, new URL(url).origin);
}

function authorOf(commenter: Fields): SourceAuthor {
  return {
    id: asText(commenter.id),
    name: asText(commenter.name),
    email: asText(commenter.email),
    url: asText(commenter.websiteUrl),
    isOwner: isYes(commenter.isModerator) || isYes(commenter.isOwner),
  };
}

function commentOf(comment: Fields, { pages, authors }: Lookups, at: Place): SourceItem {
  const { isClosed: _, ...page } = pages.get(asText(comment.pageId)) ?? { address: '', isClosed: false };
  const state = stateOf(comment);
  const isLeft = state === 'published' || state === 'pending';
  const markdown = asText(comment.markdown);
  return {
    type: 'comment',
    at,
    id: asText(comment.id),
    page,
    parentId: asText(comment.parentId),
    author: isLeft ? writerOf(comment, authors) : null,
    text: !isLeft
      ? { markup: 'plain', text: '' }
      : markdown.trim() !== ''
        ? { markup: 'markdown', text: markdown }
        : { markup: 'html', text: asText(comment.html) },
    createdAt: comment.createdTime,
    editedAt: comment.editedTime,
    state,
    votes: votesOfScore(comment.score),
    isPinned: isYes(comment.isSticky),
  };
}

function stateOf(comment: Fields): SourceState {
  if (isYes(comment.isDeleted)) return 'deleted';
  if (isYes(comment.isPending)) return 'pending';
  return isYes(comment.isApproved) ? 'published' : 'rejected';
}

/** A guest has a name in the comment itself, or none. */
function writerOf(comment: Fields, authors: ReadonlyMap<string, SourceAuthor>): SourceAuthor {
  const id = asText(comment.userCreated);
  return authors.get(id) ?? { ...(id === NOBODY ? {} : { id }), name: asText(comment.authorName) };
}
