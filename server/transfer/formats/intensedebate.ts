/** The XML of IntenseDebate: pages with their comments. Addresses may be encoded as a whole, and texts once too often. */
import { withoutReferences } from '../input/character-references.ts';
import type { Place } from '../input/not-importable.ts';
import { textOf, type XmlElement } from '../input/xml-elements.ts';
import { readXmlRecords, rootName } from '../input/xml-records.ts';
import { votesOfScore } from './field-values.ts';
import type { ImportFormat, SourceComment } from './format.ts';
import { placesIn } from './json-rows.ts';

const CHOSEN = new Set(['output/blogpost', 'comments/comment']);

export const intensedebate: ImportFormat = {
  name: 'intensedebate',
  source: 'intensedebate',
  recognises: ({ text }) => rootName(text) === 'output' && (/<blogpost[\s>]/.test(text) || /<output\s*(?:\/>|>\s*<\/output>)/.test(text)),
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      for await (const read of readXmlRecords(entry, CHOSEN, place)) {
        if ('notice' in read) yield read.notice;
        else if (read.found.element.name === 'comment' && read.found.outer?.name === 'blogpost')
          yield commentOf(read.found.element, read.found.outer, place(read.found.element.line));
      }
    }
  },
};

function commentOf(comment: XmlElement, post: XmlElement, at: Place): SourceComment {
  const parent = comment.attributes.parentid?.trim() ?? '';
  const utc = textOf(comment, 'gmt');
  return {
    type: 'comment',
    at,
    id: comment.attributes.id?.trim() ?? '',
    page: { address: addressOf(textOf(post, 'url')), title: withoutReferences(encodedOnce(textOf(post, 'title'))) },
    parentId: parent === '0' ? null : parent,
    author: {
      name: withoutReferences(encodedOnce(textOf(comment, 'name'))),
      email: textOf(comment, 'email'),
      url: addressOf(textOf(comment, 'url')),
    },
    text: { markup: 'html', text: encodedOnce(textOf(comment, 'text')), breaks: true },
    createdAt: utc === '' ? textOf(comment, 'date') : /\d$/.test(utc) ? `${utc}Z` : utc,
    state: 'published',
    votes: votesOfScore(textOf(comment, 'score')),
  };
}

function addressOf(written: string): string {
  if (!/^https?%3a/i.test(written)) return written;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** `&amp;amp;` for `&amp;`. */
function encodedOnce(html: string): string {
  return html.replace(/&amp;(?=(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi, '&');
}
