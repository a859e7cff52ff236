/**
 * Twikoo: its own export (a list), an answer of its API (`{code, data}`), lines of its database, and LokiJS. The field `uid`
 * and those in `ups` and `downs` are tokens that log in: they are counted and go nowhere.
 */
import { isRecord, parseJson } from '../input/json-text.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readFlag, readId, readOptionalText, readReference, readText } from './field-values.ts';
import type { ImportFormat, Sample, SourceComment, SourceItem, SourceRefusal, SourceUnreadable } from './format.ts';
import { fieldNames, placesIn, readRows, type Row } from './json-rows.ts';
import { withoutLeadingMention } from './leading-mention.ts';
import { sourceAuthor } from './source-author.ts';
import { htmlText } from './text-markup.ts';
import { isLokiDatabase, readInlineRows, twikooFiles } from './twikoo-database.ts';

const LISTS = ['', 'data', 'results'] as const;

export const twikoo: ImportFormat = { name: 'twikoo', source: 'twikoo', recognises: isTwikoo, read: readTwikoo };

function isTwikoo(sample: Sample): boolean {
  if (isLokiDatabase(sample.text)) return /"name"\s*:\s*"comment"/.test(sample.text);
  const names = fieldNames(sample);
  if (!names.has('_id') || !names.has('url') || names.has('objectId') || names.has('insertedAt')) return false;
  // The file of page counts is recognised to say what it is.
  return names.has('created') && (names.has('comment') || names.has('time'));
}

async function* readTwikoo(entries: readonly SourceEntry[]): AsyncGenerator<SourceItem> {
  let hasComments = false;
  let hasCounts = false;
  for await (const row of twikooRows(entries)) {
    const isCount = row.type === 'row' && row.value.comment === undefined && row.value.time !== undefined;
    if (isCount) hasCounts = true;
    else {
      hasComments = true;
      yield row.type === 'row' ? commentOf(row) : row;
    }
  }
  if (hasCounts && !hasComments) throw new NotImportable('page-counts');
}

async function* twikooRows(entries: readonly SourceEntry[]): AsyncGenerator<Row | SourceRefusal | SourceUnreadable> {
  const files = await twikooFiles(entries);
  for (const { entry, isDatabase } of files) {
    const at = placesIn(entries, entry);
    if (!isDatabase) for await (const rows of readRows(entry, at, LISTS)) yield* rows;
    else {
      for await (const rows of readInlineRows(entry))
        for (const { value, line } of rows)
          yield isRecord(value) ? { type: 'row', at: at(line), path: '', value } : { type: 'unreadable', at: at(line) };
    }
  }
}

function commentOf({ value, at }: Row): SourceComment | SourceUnreadable {
  if (value.comment === undefined) return { type: 'unreadable', at };
  return {
    type: 'comment',
    at,
    id: readId(value._id) || readId(value.id),
    page: { address: readOptionalText(value.url) ?? pathOf(readText(value.href)) },
    parentId: readReference(value.pid),
    rootId: readReference(value.rid),
    author: sourceAuthor({ name: value.nick, email: value.mail, url: value.link, avatar: value.avatar, isOwner: readFlag(value.master) }),
    text: htmlText(withoutLeadingMention(readText(value.comment)).text),
    createdAt: value.created,
    // The same flag is set for spam and for what waits to be approved.
    state: readFlag(value.isSpam) ? 'pending' : 'published',
    votes: { up: lengthOf(value.ups) || lengthOf(value.like), down: lengthOf(value.downs) },
    isPinned: readFlag(value.top),
  };
}

/** How many there are in a list, which may be JSON in a text. */
function lengthOf(list: unknown): number {
  if (Array.isArray(list)) return list.length;
  if (typeof list !== 'string' || !list.startsWith('[')) return 0;
  try {
    return lengthOf(parseJson(list));
  } catch {
    return 0;
  }
}

/** The host that somebody saw the page under does not matter. */
function pathOf(href: string): string {
  const { pathname, search } = URL.parse(href) ?? { pathname: '', search: '' };
  return pathname + search;
}
