/**
 * 多说: its export (`threads` and `posts`; ids of 19 digits, some as numbers and some as texts), and the form that it imported
 * (`thread_key`, `post_key`, `parent_key`). Times without a zone are Beijing's.
 */
import { readJson } from '../input/json-values.ts';
import { isRecord } from '../input/json-text.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readFirstText, readId, readOptionalText, readReference, readText, votesOfScore } from './field-values.ts';
import type { ImportFormat, Sample, SourceComment, SourceItem, SourcePage, SourceState } from './format.ts';
import { fieldNames, placesIn, type Row } from './json-rows.ts';
import { sourceAuthor } from './source-author.ts';
import { htmlText } from './text-markup.ts';

export const duoshuo: ImportFormat = { name: 'duoshuo', source: 'duoshuo', recognises: isDuoshuo, read: readDuoshuo };

function isDuoshuo(sample: Sample): boolean {
  const names = fieldNames(sample);
  const hasLists = names.has('threads') || names.has('posts');
  return hasLists && (['thread_key', 'post_key', 'thread_id', 'post_id'].some((name) => names.has(name)) || isMarked(sample.text));
}

/** An export of a site without comments has nothing but this. */
const isMarked = (text: string): boolean => /"generator"\s*:\s*"duoshuo"/.test(text.slice(0, 1000));

async function* readDuoshuo(entries: readonly SourceEntry[]): AsyncGenerator<SourceItem> {
  const pages = await pagesOf(entries);
  for (const entry of entries) {
    const at = placesIn(entries, entry);
    for await (const values of readJson(entry.path)) {
      for (const { path, isRecord: isInList, value, line } of values) {
        if (!isInList || path !== 'posts') continue;
        yield isRecord(value) ? commentOf({ value, at: at(line) }, pages) : { type: 'unreadable', at: at(line) };
      }
    }
  }
}

/** The pages by the id of their thread, and by its key. */
async function pagesOf(entries: readonly SourceEntry[]): Promise<Map<string, SourcePage>> {
  const pages = new Map<string, SourcePage>();
  for (const entry of entries) {
    for await (const values of readJson(entry.path)) {
      for (const { path, isRecord: isInList, value } of values) {
        if (!isInList || path !== 'threads' || !isRecord(value)) continue;
        const page = pageOf(value);
        const id = readReference(value.thread_id);
        const key = readReference(value.thread_key);
        if (id !== null) pages.set(idKey(id), page);
        if (key !== null) pages.set(keyKey(key), page);
      }
    }
  }
  return pages;
}

const idKey = (id: string): string => `id ${id}`;
const keyKey = (key: string): string => `key ${key}`;

function pageOf(thread: Row['value']): SourcePage {
  const title = readOptionalText(thread.title);
  return { address: readFirstText(thread.url, thread.thread_key) ?? '', ...(title === undefined ? {} : { title }) };
}

function commentOf({ value, at }: Pick<Row, 'value' | 'at'>, pages: ReadonlyMap<string, SourcePage>): SourceComment {
  const threadId = readReference(value.thread_id);
  const threadKey = readReference(value.thread_key);
  const page =
    (threadId === null ? undefined : pages.get(idKey(threadId))) ?? (threadKey === null ? undefined : pages.get(keyKey(threadKey)));
  // From the top of the conversation to the comment that is answered; an id may be there several times.
  const ancestors: readonly unknown[] = Array.isArray(value.parents) ? value.parents : [];
  const parentId = readReference(ancestors.at(-1)) ?? readReference(value.parent_key) ?? readReference(value.parent_id);
  const rootId = readReference(ancestors[0]);
  return {
    type: 'comment',
    at,
    id: readId(value.post_id) || readId(value.post_key),
    page: page ?? { address: threadKey !== null && /^(?:https?:\/)?\//i.test(threadKey) ? threadKey : '' },
    parentId,
    rootId: rootId === parentId ? null : rootId,
    author: sourceAuthor({
      id: readReference(value.author_id),
      name: value.author_name,
      email: value.author_email,
      url: value.author_url,
      avatar: value.author_avatar,
    }),
    text: htmlText(readText(value.message)),
    createdAt: value.created_at,
    state: stateOf(value.status),
    votes: votesOfScore(value.likes),
  };
}

function stateOf(status: unknown): SourceState {
  const name = readOptionalText(status);
  if (name === undefined || name === 'approved') return 'published';
  return name === 'spam' || name === 'deleted' ? name : 'pending';
}
