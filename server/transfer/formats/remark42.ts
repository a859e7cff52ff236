/**
 * The backup of Remark42: JSON Lines, the first of them about users and pages, then one comment each. Addresses of people, which
 * stand in the first line alone, are not taken; nor are hashes of where they wrote from.
 */
import { readJsonLines } from '../input/json-lines.ts';
import { namesIn } from '../input/json-names.ts';
import { isRecord } from '../input/json-text.ts';
import { asList, asRecord, asText, isYes, votesOfScore } from '../input/loose-values.ts';
import { placesIn } from '../input/entry-head.ts';
import type { Place } from '../input/not-importable.ts';
import type { ImportFormat, SourceItem } from './format.ts';

type Fields = Readonly<Record<string, unknown>>;

export const remark42: ImportFormat = {
  name: 'remark42',
  source: 'remark42',
  recognises({ json, text }) {
    if (json === null || json.form === 'array') return false;
    const names = namesIn(text);
    return /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"(?:users|posts)"\s*:/.test(text) || (names.has('locator') && names.has('pid'));
  },
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entry, entries);
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
    for (const post of asList(value.posts).map(asRecord))
      yield { type: 'page', page: { address: asText(post.url) }, isClosed: isYes(post.read_only) };
  else yield { type: 'unreadable', at };
}

function commentOf(comment: Fields, at: Place): SourceItem {
  const user = asRecord(comment.user);
  const isDeleted = isYes(comment.delete);
  // What came through an import of theirs has no text as it was typed.
  const typed = asText(comment.orig);
  return {
    type: 'comment',
    at,
    id: asText(comment.id),
    page: { address: asText(asRecord(comment.locator).url), title: asText(comment.title) },
    parentId: asText(comment.pid),
    author: isDeleted ? null : { id: asText(user.id), name: asText(user.name), avatar: asText(user.picture), isOwner: isYes(user.admin) },
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : typed !== ''
        ? { markup: 'markdown', text: typed }
        : { markup: 'html', text: asText(comment.text) },
    createdAt: comment.time,
    editedAt: asRecord(comment.edit).time,
    state: isDeleted ? 'deleted' : 'published',
    votes: votesOfScore(comment.score),
    isPinned: isYes(comment.pin),
  };
}
