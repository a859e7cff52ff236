/** What FastComments gives: the answer of its API, or the CSV of its export with fields of the same names. */
import { headerOf, readCsv } from '../input/csv-rows.ts';
import { headOf, placesIn } from '../input/entry-head.ts';
import { namesIn } from '../input/json-names.ts';
import { readJsonRecords } from '../input/json-records.ts';
import { isRecord } from '../input/json-text.ts';
import { asNumber, asText, firstText, isNo, isYes } from '../input/loose-values.ts';
import type { Place } from '../input/not-importable.ts';
import type { ImportFormat, SourceItem, SourceState } from './format.ts';

type Fields = Readonly<Record<string, unknown>>;

const isTheirs = (names: ReadonlySet<string>): boolean =>
  names.has('urlId') && ['comment', 'commentHTML'].some((name) => names.has(name)) && names.has('commenterName');

export const fastcomments: ImportFormat = {
  name: 'fastcomments',
  source: 'fastcomments',
  recognises: ({ json, text }) => isTheirs(json === null ? new Set(headerOf(text)) : namesIn(text)),
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entry, entries);
      if (/^\s*[[{]/.test(headOf(entry)))
        for await (const items of readJsonRecords(entry)) {
          for (const item of items) {
            const at = place(item.line);
            if ('why' in item) yield { type: 'refused', at, why: item.why };
            else if (item.isRecord && /^(?:|comments)$/.test(item.path))
              yield isRecord(item.value) ? commentOf(item.value, at) : { type: 'unreadable', at };
          }
        }
      else for await (const { line, row } of readCsv(entry.path)) yield commentOf(row, place(line));
    }
  },
};

function commentOf(comment: Fields, at: Place): SourceItem {
  const state = stateOf(comment);
  const isDeleted = isYes(comment.isDeleted);
  const typed = asText(comment.comment);
  return {
    type: 'comment',
    at,
    id: firstText(comment.id, comment._id),
    page: { address: firstText(comment.url, comment.urlId), title: asText(comment.pageTitle) },
    parentId: asText(comment.parentId),
    author: isDeleted
      ? null
      : {
          id: firstText(comment.userId, comment.anonUserId),
          name: asText(comment.commenterName),
          email: asText(comment.commenterEmail),
          url: asText(comment.commenterLink),
          avatar: asText(comment.avatarSrc),
          isOwner: isYes(comment.isByAdmin) || isYes(comment.isByModerator),
        },
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : typed.trim() !== ''
        ? { markup: 'markdown', text: typed }
        : { markup: 'html', text: asText(comment.commentHTML) },
    createdAt: comment.date,
    state,
    votes: { up: asNumber(comment.votesUp), down: asNumber(comment.votesDown) },
    isPinned: isYes(comment.isPinned),
  };
}

function stateOf(comment: Fields): SourceState {
  if (isYes(comment.isSpam)) return 'spam';
  if (isYes(comment.isDeleted)) return 'deleted';
  return isNo(comment.approved) ? 'pending' : 'published';
}
