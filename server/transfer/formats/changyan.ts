/**
 * 畅言: its export (`comments`, with the page in each), what sites pushed to it (a page with its comments on each line), and what
 * its API answers, where a comment has copies of those above it inside. Times without a zone are Beijing's.
 */
import { isRecord } from '../input/json-text.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { commentOfChangyan, copiesIn, idOfChangyan, pageOfChangyan } from './changyan-comment.ts';
import type { ImportFormat, Sample, SourceItem, SourcePage, SourceRefusal, SourceUnreadable } from './format.ts';
import { fieldNames, placesIn, readOuterFields, readRows, type Row } from './json-rows.ts';

const LISTS = ['', 'comments', 'data', 'data.comments'] as const;
/** Fields that only one of the forms has, and no other system. */
const OWN_FIELDS = [
  ['topicUrl', 'replyId'],
  ['topicSourceId', 'nickname'],
  ['cmtid', 'content'],
  ['comment_id', 'passport', 'content'],
] as const;

export const changyan: ImportFormat = { name: 'changyan', source: 'changyan', recognises: isChangyan, read: readChangyan };

function isChangyan(sample: Sample): boolean {
  const names = fieldNames(sample);
  return OWN_FIELDS.some((fields) => fields.every((field) => names.has(field)));
}

/** A comment with its page. */
interface PagedRow extends Row {
  page: SourcePage;
}

async function* readChangyan(entries: readonly SourceEntry[]): AsyncGenerator<SourceItem> {
  const missing = await idsOfCopiesAlone(entries);
  for await (const row of changyanRows(entries)) {
    if (row.type !== 'row') {
      yield row;
      continue;
    }
    let parentId: string | null = null;
    for (const value of copiesIn(row.value)) {
      const id = idOfChangyan(value);
      if (missing.delete(id)) yield commentOfChangyan({ value, at: row.at }, row.page, parentId);
      parentId = id;
    }
    yield commentOfChangyan(row, row.page, parentId);
  }
}

/** The ids of comments that the file has only as copies in others. */
async function idsOfCopiesAlone(entries: readonly SourceEntry[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const row of changyanRows(entries))
    if (row.type === 'row') for (const copy of copiesIn(row.value)) ids.add(idOfChangyan(copy));
  if (ids.size > 0) for await (const row of changyanRows(entries)) if (row.type === 'row') ids.delete(idOfChangyan(row.value));
  ids.delete('');
  return ids;
}

async function* changyanRows(entries: readonly SourceEntry[]): AsyncGenerator<PagedRow | SourceRefusal | SourceUnreadable> {
  for (const entry of entries) {
    const outer = pageOfChangyan(await readOuterFields(entry, LISTS));
    for await (const rows of readRows(entry, placesIn(entries, entry), LISTS))
      for (const row of rows) {
        if (row.type === 'row') yield* pagedRows(row, outer);
        else yield row;
      }
  }
}

/** A comment, or those of a page. */
function* pagedRows(row: Row, outer: SourcePage | null): Generator<PagedRow | SourceUnreadable> {
  const { value, at } = row;
  const page = pageOfChangyan(value) ?? outer ?? { address: '' };
  if (idOfChangyan(value) !== '' || value.content !== undefined) yield { ...row, page };
  else if (!Array.isArray(value.comments)) yield { type: 'unreadable', at };
  else {
    const comments: readonly unknown[] = value.comments;
    for (const comment of comments) {
      if (isRecord(comment)) yield { ...row, value: comment, page: pageOfChangyan(comment) ?? page };
      else yield { type: 'unreadable', at };
    }
  }
}
