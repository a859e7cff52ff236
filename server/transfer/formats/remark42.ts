/**
 * The backup of Remark42: JSON Lines, the first of them about users and pages, then one comment each. Addresses of people, which
 * stand in the first line alone, are not taken; nor are hashes of where they wrote from.
 */
import { readJsonLines } from '../input/json-lines.ts';
import { isRecord } from '../input/json-text.ts';
import type { Place } from '../input/not-importable.ts';
import { readFlag, readList, readRecord, readText, votesOfScore } from './field-values.ts';
import type { ImportFormat, SourceItem } from './format.ts';
import { fieldNames, placesIn } from './json-rows.ts';

type Fields = Readonly<Record<string, unknown>>;

export const remark42: ImportFormat = {
  name: 'remark42',
  source: 'remark42',
  recognises(sample) {
    const { json, text } = sample;
    if (json === null || json.form === 'array') return false;
    const names = fieldNames(sample);
    return /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"(?:users|posts)"\s*:/.test(text) || (names.has('locator') && names.has('pid'));
  },
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      for await (const lines of readJsonLines(entry.path)) {
        for (const read of lines) {
          if ('why' in read) yield { type: 'refused', at: place(read.line), why: read.why };
          else yield* itemsOf(read.value, place(read.line));
        }
      }
    }
  },
};

function* itemsOf(value: unknown, at: Place): Generator<SourceItem> {
  if (!isRecord(value)) yield { type: 'unreadable', at };
  else if ('locator' in value) yield commentOf(value, at);
  else if ('users' in value || 'posts' in value || 'version' in value)
    for (const post of readList(value.posts).map(readRecord))
      yield { type: 'page', page: { address: readText(post.url) }, isClosed: readFlag(post.read_only) };
  else yield { type: 'unreadable', at };
}

function commentOf(comment: Fields, at: Place): SourceItem {
  const user = readRecord(comment.user);
  const isDeleted = readFlag(comment.delete);
  // What came through an import of theirs has no text as it was typed.
  const typed = readText(comment.orig);
  return {
    type: 'comment',
    at,
    id: readText(comment.id),
    page: { address: readText(readRecord(comment.locator).url), title: readText(comment.title) },
    parentId: readText(comment.pid),
    author: isDeleted
      ? null
      : { id: readText(user.id), name: readText(user.name), avatar: readText(user.picture), isOwner: readFlag(user.admin) },
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : typed !== ''
        ? { markup: 'markdown', text: typed }
        : { markup: 'html', text: readText(comment.text) },
    createdAt: comment.time,
    editedAt: readRecord(comment.edit).time,
    state: isDeleted ? 'deleted' : 'published',
    votes: votesOfScore(comment.score),
    isPinned: readFlag(comment.pin),
  };
}
