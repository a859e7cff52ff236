/**
 * The XML of Disqus: its threads, then its posts. Both have two ids: the attribute names one in the file, the element is what the website
 * has called it.
 */
import { withoutReferences } from '../input/character-references.ts';
import { firstAddress } from '../input/page-address.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { childOf, textOf, type XmlElement } from '../input/xml-elements.ts';
import { readXmlRecords, rootName } from '../input/xml-records.ts';
import { readFlag } from './field-values.ts';
import type { ImportFormat, SourceComment, SourcePage, SourceState } from './format.ts';
import { placesIn } from './json-rows.ts';

/** Those of that name in a post are references. */
const CHOSEN = new Set(['disqus/thread', 'disqus/post']);

interface Thread {
  page: SourcePage;
  isClosed: boolean;
  isDeleted: boolean;
  /** Who has opened it, which Disqus does in the name of the owner of the site; empty: not known. */
  owner: string;
}

export const disqus: ImportFormat = {
  name: 'disqus',
  source: 'disqus',
  recognises: ({ text }) => rootName(text) === 'disqus',
  async *read(entries) {
    const threads = new Map<string, Thread>();
    let isComplete = false;
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      for await (const read of readXmlRecords(entry, CHOSEN, place)) {
        if ('notice' in read) {
          yield read.notice;
          continue;
        }
        const { element } = read.found;
        if (element.name === 'thread') {
          const { page, isClosed, isDeleted } = noteThread(threads, element);
          if (!isDeleted) yield { type: 'page', page, isClosed };
          continue;
        }
        const id = referenceOf(element, 'thread');
        if (!threads.has(id) && !isComplete) {
          // It may stand behind its posts, or in another file.
          await noteAllThreads(entries, threads);
          isComplete = true;
        }
        yield commentOf(element, threads.get(id), place(element.line));
      }
    }
  },
};

async function noteAllThreads(entries: readonly SourceEntry[], threads: Map<string, Thread>): Promise<void> {
  for (const entry of entries)
    for await (const read of readXmlRecords(entry, new Set(['disqus/thread']), placesIn(entries, entry)))
      if ('found' in read) noteThread(threads, read.found.element);
}

function noteThread(threads: Map<string, Thread>, element: XmlElement): Thread {
  const own = textOf(element, 'id');
  const author = childOf(element, 'author');
  const thread = {
    page: {
      // The plugin of WordPress has called a page by its number and its address.
      address: firstAddress(textOf(element, 'link'), own, own.replace(/^\d+ /, '')),
      title: withoutReferences(textOf(element, 'title')),
    },
    isClosed: readFlag(textOf(element, 'isClosed')),
    isDeleted: readFlag(textOf(element, 'isDeleted')),
    owner: author === undefined ? '' : textOf(author, 'username'),
  };
  threads.set(idOf(element), thread);
  return thread;
}

const idOf = (element: XmlElement): string => (element.attributes.id ?? '').trim() || textOf(element, 'id');

/** The id in an element that refers to another one; empty where there is none. */
function referenceOf(element: XmlElement, name: string): string {
  return childOf(element, name)?.attributes.id?.trim() ?? '';
}

function commentOf(post: XmlElement, thread: Thread | undefined, at: Place): SourceComment {
  // The file still has the text of a deleted one.
  const isDeleted = readFlag(textOf(post, 'isDeleted')) || thread?.isDeleted === true;
  const state: SourceState = readFlag(textOf(post, 'isSpam')) ? 'spam' : isDeleted ? 'deleted' : 'published';
  const author = childOf(post, 'author');
  const username = author === undefined ? '' : textOf(author, 'username');
  return {
    type: 'comment',
    at,
    id: idOf(post),
    page: thread?.page ?? { address: '' },
    parentId: referenceOf(post, 'parent'),
    author:
      isDeleted || author === undefined
        ? null
        : {
            id: username,
            name: textOf(author, 'name') || username,
            email: textOf(author, 'email'),
            isOwner: username !== '' && username === thread?.owner,
          },
    text: { markup: 'html', text: isDeleted ? '' : textOf(post, 'message') },
    createdAt: withZone(textOf(post, 'createdAt')),
    state,
  };
}

/** All times are UTC, though some lack the `Z`. */
function withZone(time: string): string {
  return /\d{2}:\d{2}(?::[\d.]+)?$/.test(time) && !/[+-]\d{2}:\d{2}$/.test(time) ? `${time}Z` : time;
}
