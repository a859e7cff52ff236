/**
 * The export of WordPress (WXR 1.0 to 1.2, in one file or several), and the twin of it that Disqus imports: items with their comments.
 * Elements are known by their local names.
 */
import { withoutReferences } from '../input/character-references.ts';
import { headOf } from '../input/entry-head.ts';
import { firstAddress } from '../input/page-address.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { childOf, textOf, type XmlElement } from '../input/xml-elements.ts';
import { plainTextOf, readXmlRecords, rootName } from '../input/xml-records.ts';
import type { ImportFormat, SourceAuthor, SourceComment, SourceItem, SourcePage, SourceState } from './format.ts';
import { placesIn } from './json-rows.ts';

const CHOSEN = new Set(['channel/author', 'channel/item', 'item/comment']);
/** Where to send a comment on an item is called so in feeds, and is none. */
const FEED_PREFIX = 'wfw';
/** So many files of an archive are looked at to recognise it. */
const LOOKED_AT = 10;

/** Those that are published: a state that is not known waits. */
const STATES: ReadonlyMap<string, SourceState> = new Map([
  ['', 'published'],
  ['1', 'published'],
  ['approve', 'published'],
  ['approved', 'published'],
  ['spam', 'spam'],
  ['trash', 'trash'],
  ['post-trashed', 'trash'],
]);

export const wordpress: ImportFormat = {
  name: 'wordpress',
  source: 'wordpress',
  recognises: ({ entries, text }) => isWxr(text) || entries.slice(0, LOOKED_AT).some((entry) => isWxr(headOf(entry))),
  async *read(entries) {
    const people = new Map<string, string>();
    for (const entry of entries) {
      // Beside the parts of an export there may be other files in an archive.
      if (entries.length === 1 || /^(?:rss|channel)$/.test(rootName(headOf(entry))))
        yield* readEntry(entry, placesIn(entries, entry), people);
    }
  },
};

function isWxr(text: string): boolean {
  return /^(?:rss|channel)$/.test(rootName(text)) && /<wp:|xmlns:wp=|wordpress\.org\/export|<dsq:thread_identifier/.test(text);
}

/** @param people the users of the site by their numbers, with their names. */
async function* readEntry(entry: SourceEntry, place: (line: number) => Place, people: Map<string, string>): AsyncGenerator<SourceItem> {
  /** Comments of an item whose address has not come yet. */
  let waiting: XmlElement[] = [];
  let hasComments = false;
  for await (const read of readXmlRecords(entry, CHOSEN, place)) {
    if ('notice' in read) {
      yield read.notice;
      continue;
    }
    const { element, outer } = read.found;
    if (element.name === 'author') people.set(textOf(element, 'author_id'), textOf(element, 'author_display_name'));
    else if (element.name === 'item') {
      const page = pageOf(element.children);
      for (const comment of waiting) yield commentOf(comment, page, people, place(comment.line));
      // Of an item without comments nobody asks whether it may have more.
      if (hasComments && textOf(element, 'comment_status') === 'closed') yield { type: 'page', page, isClosed: true };
      waiting = [];
      hasComments = false;
    } else if (outer !== null && element.prefix !== FEED_PREFIX) {
      const { children } = outer;
      hasComments = true;
      if (plainTextOf(children, 'link') === '') waiting.push(element);
      else yield commentOf(element, pageOf(children), people, place(element.line));
    }
  }
}

/** @param children of an item. */
function pageOf(children: readonly XmlElement[]): SourcePage {
  const identifier = children.find(({ name }) => name === 'thread_identifier')?.text.trim() ?? '';
  return {
    address: firstAddress(plainTextOf(children, 'link'), identifier, plainTextOf(children, 'guid')),
    title: withoutReferences(plainTextOf(children, 'title')),
  };
}

function commentOf(comment: XmlElement, page: SourcePage, people: ReadonlyMap<string, string>, at: Place): SourceComment {
  const state = stateOf(comment);
  return {
    type: 'comment',
    at,
    id: textOf(comment, 'comment_id'),
    page,
    parentId: parentOf(textOf(comment, 'comment_parent')),
    author: state === 'rejected' ? null : authorOf(comment, people),
    text: { markup: 'html', text: state === 'rejected' ? '' : textOf(comment, 'comment_content'), breaks: true },
    createdAt: timeOf(comment),
    state,
  };
}

function stateOf(comment: XmlElement): SourceState {
  const type = textOf(comment, 'comment_type');
  if (type === 'pingback' || type === 'trackback') return 'pingback';
  // What shops write down about an order stands there too, and is no comment.
  if (type === 'order_note' || type === 'webhook_delivery') return 'rejected';
  return STATES.get(textOf(comment, 'comment_approved')) ?? 'pending';
}

/** The twin for Disqus may have all of its ancestors, the direct one last. */
function parentOf(written: string): string | null {
  const parent = written.split(',').at(-1)?.trim() ?? '';
  return parent === '0' ? null : parent;
}

function authorOf(comment: XmlElement, people: ReadonlyMap<string, string>): SourceAuthor {
  const user = textOf(comment, 'comment_user_id');
  const remote = childOf(comment, 'remote');
  const name = people.get(user);
  return {
    id: user !== '' && user !== '0' ? user : remote === undefined ? '' : textOf(remote, 'id'),
    name: withoutReferences(textOf(comment, 'comment_author')) || (name ?? ''),
    email: textOf(comment, 'comment_author_email'),
    url: textOf(comment, 'comment_author_url'),
    avatar: remote === undefined ? '' : textOf(remote, 'avatar'),
    isOwner: user !== '0' && name !== undefined,
  };
}

/** UTC, else what the clocks of the site showed. */
function timeOf(comment: XmlElement): string {
  const utc = textOf(comment, 'comment_date_gmt');
  return utc === '' || utc.startsWith('0000') ? textOf(comment, 'comment_date') : /\d$/.test(utc) ? `${utc}Z` : utc;
}
