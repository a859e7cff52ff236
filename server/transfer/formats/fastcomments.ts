/** What FastComments gives: the answer of its API, or the CSV of its export with fields of the same names. */
import { headOf } from '../input/entry-head.ts';
import type { Place } from '../input/not-importable.ts';
import { headerNames, readCsvRows } from './csv-rows.ts';
import { firstText, readCount, readFlag, readText } from './field-values.ts';
import type { ImportFormat, SourceItem, SourceState } from './format.ts';
import { fieldNames, placesIn, readRows } from './json-rows.ts';

type Fields = Readonly<Record<string, unknown>>;

const isTheirs = (names: ReadonlySet<string>): boolean =>
  names.has('urlId') && ['comment', 'commentHTML'].some((name) => names.has(name)) && names.has('commenterName');

export const fastcomments: ImportFormat = {
  name: 'fastcomments',
  source: 'fastcomments',
  recognises: (sample) => isTheirs(sample.json === null ? new Set(headerNames(sample.text)) : fieldNames(sample)),
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      const isJson = /^\s*[[{]/.test(headOf(entry));
      for await (const rows of isJson ? readRows(entry, place, ['', 'comments']) : readCsvRows(entry, place, (name) => name))
        for (const row of rows) yield row.type === 'row' ? commentOf(row.value, row.at) : row;
    }
  },
};

function commentOf(comment: Fields, at: Place): SourceItem {
  const state = stateOf(comment);
  const isDeleted = readFlag(comment.isDeleted);
  const typed = readText(comment.comment);
  return {
    type: 'comment',
    at,
    id: firstText(comment.id, comment._id),
    page: { address: firstText(comment.url, comment.urlId), title: readText(comment.pageTitle) },
    parentId: readText(comment.parentId),
    author: isDeleted
      ? null
      : {
          id: firstText(comment.userId, comment.anonUserId),
          name: readText(comment.commenterName),
          email: readText(comment.commenterEmail),
          url: readText(comment.commenterLink),
          avatar: readText(comment.avatarSrc),
          isOwner: readFlag(comment.isByAdmin) || readFlag(comment.isByModerator),
        },
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : typed.trim() !== ''
        ? { markup: 'markdown', text: typed }
        : { markup: 'html', text: readText(comment.commentHTML) },
    createdAt: comment.date,
    state,
    votes: { up: readCount(comment.votesUp), down: readCount(comment.votesDown) },
    isPinned: readFlag(comment.isPinned),
  };
}

function stateOf(comment: Fields): SourceState {
  if (readFlag(comment.isSpam)) return 'spam';
  if (readFlag(comment.isDeleted)) return 'deleted';
  const isUnknown = [undefined, null, ''].some((nothing) => comment.approved === nothing);
  return isUnknown || readFlag(comment.approved) ? 'published' : 'pending';
}
