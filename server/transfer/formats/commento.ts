/**
 * The export of Commento (version 1, which Comentario 2 writes too, with other names for some fields) and of Comentario
 * (version 3): one JSON object.
 */
import { isRecord } from '../input/json-text.ts';
import { readJson } from '../input/json-values.ts';
import { NotImportable, type Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readComentario } from './comentario.ts';
import { firstText, readCount, readFlag, readText, votesOfScore } from './field-values.ts';
import type { ImportFormat, SourceAuthor, SourceItem, SourceState } from './format.ts';
import { fieldNames, placesIn } from './json-rows.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What both versions name, and nothing else that begins with a version. */
const BEGIN = /^\s*\{\s*"version"\s*:\s*\d+\s*(?:\}|,\s*"(?:pages|comments|commenters)"\s*:)/;

export const commento: ImportFormat = {
  name: 'commento',
  otherNames: ['comentario'],
  source: 'commento',
  recognises(sample) {
    const { json, text } = sample;
    if (json === null || json.form === 'array') return false;
    const names = fieldNames(sample);
    return BEGIN.test(text) || (names.has('commentHex') && names.has('commenterHex')) || (names.has('pageId') && names.has('isSticky'));
  },
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      const version = await versionOf(entry);
      if (version === 1) yield* readCommento(entry, place);
      else if (version === 3) yield* readComentario(entry, place);
      else throw new NotImportable('unknown-version', { at: place(1), detail: String(version) });
    }
  },
};

/** @throws NotImportable when it is no JSON. */
async function versionOf(entry: SourceEntry): Promise<number> {
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isIn, value } of values) if (path === 'version' && !isIn) return readCount(value);
  return 0;
}

async function* readCommento(entry: SourceEntry, place: (line: number) => Place): AsyncGenerator<SourceItem> {
  const authors = await authorsIn(entry);
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isIn, value, line } of values)
      if (path === 'comments' && isIn)
        yield isRecord(value) ? commentOf(value, authors, place(line)) : { type: 'unreadable', at: place(line) };
}

/** The people of a file, which stand behind the comments and once for each of theirs. */
async function authorsIn(entry: SourceEntry): Promise<Map<string, SourceAuthor>> {
  const authors = new Map<string, SourceAuthor>();
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isIn, value } of values) {
      if (path !== 'commenters' || !isIn || !isRecord(value)) continue;
      const hex = readText(value.commenterHex);
      const [name, email] = [readText(value.name), readText(value.email)];
      authors.set(hex, {
        // One person has several of these; the address is the same.
        ...(email.includes('@') ? {} : { id: hex }),
        name,
        email,
        url: firstText(value.link, value.websiteUrl),
        avatar: firstText(value.photo, value.avatarUrl),
        isOwner: readFlag(value.isModerator),
      });
    }
  return authors;
}

function commentOf(comment: Fields, authors: ReadonlyMap<string, SourceAuthor>, at: Place): SourceItem {
  const markdown = readText(comment.markdown);
  // Theirs writes `deleted: false` for all, and this for the text of a deleted one.
  const isDeleted = readFlag(comment.deleted) || markdown.trim() === '[deleted]';
  const parent = readText(comment.parentHex);
  return {
    type: 'comment',
    at,
    id: readText(comment.commentHex),
    page: { address: addressOf(firstText(comment.domain, comment.host), firstText(comment.url, comment.path)) },
    parentId: parent === 'root' ? null : parent,
    author: isDeleted ? null : (authors.get(readText(comment.commenterHex)) ?? null),
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : markdown.trim() !== ''
        ? { markup: 'markdown', text: markdown }
        : { markup: 'html', text: readText(comment.html) },
    createdAt: comment.creationDate,
    state: isDeleted ? 'deleted' : stateOf(readText(comment.state)),
    votes: votesOfScore(comment.score),
  };
}

/** What a moderator has not let through, or a reader has reported, waits. */
function stateOf(state: string): SourceState {
  return state === '' || state === 'approved' ? 'published' : 'pending';
}

function addressOf(domain: string, path: string): string {
  if (domain === '' || /^https?:\/\//i.test(path)) return path;
  return `${/^https?:\/\//i.test(domain) ? domain.replace(/\/+$/, '') : `https://${domain}`}/${path.replace(/^\/+/, '')}`;
}
