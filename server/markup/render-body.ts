import sanitizeHtml from 'sanitize-html';
import { claimedHost, isSameHost, safeHref } from '../domain/links.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { LONGEST_MARKUP } from './longest-markup.ts';
import { renderAsTyped, renderPlain } from './render-plain.ts';
import type { Link, Rendered } from './rendered.ts';
import { smallMarkdown } from './small-markdown.ts';

const markdown = smallMarkdown();
// A host that was typed in its form on the wire is not drawn in letters that may look like others.
const { normalizeLinkText } = markdown;
markdown.normalizeLinkText = (address) => (/xn--/i.test(address) ? address : normalizeLinkText(address));

/** Letters of a host that are not drawn like Latin ones: in others (Cyrillic, Greek, …) it is shown as it is on the wire. */
const MAY_DECEIVE = /[^\x00-\x7f\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u;

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'em', 'strong', 's', 'code', 'pre', 'blockquote', 'a', 'ul', 'ol', 'li', 'span'],
  allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'], code: ['class'], span: ['class', 'tabindex'] },
  allowedClasses: { code: [/^language-[\w-]{1,20}$/], span: ['spoiler'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
};

/** The same with every link checked: one that may not be published is its text alone; and with every first number of a list. */
const SAFE: sanitizeHtml.IOptions = {
  ...ALLOWED,
  transformTags: {
    a: (_tag, attributes) => {
      const href = safeHref(attributes.href ?? '');
      if (href === null) return { tagName: 'span', attribs: {} };
      return { tagName: 'a', attribs: { href, rel: 'nofollow ugc noopener noreferrer', target: '_blank' } };
    },
    ol: (tagName, { start = '' }) => ({ tagName, attribs: /^\d{1,3}$/.test(start) ? { start } : {} }),
  },
};
/** A link, and the host that may be shown after it. */
const ANCHOR = /<a href="([^"]*)"([^>]*)>(.*?)<\/a>(（[^）<]*）)?/gs;

const TEXT_ONLY: sanitizeHtml.IOptions = { allowedTags: [], allowedAttributes: {} };

/**
 * What a reader typed, as text that may be typed: no control or direction characters, at most four marks
 * on a letter, at most one empty line between two.
 */
export function tidyBody(body: string): string {
  return body
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\n[^\S\n]*(?:\n[^\S\n]*){2,}/g, '\n\n')
    .trim();
}

/**
 * Makes of the small Markdown (emphasis, strikethrough, code, quotes, links, lists, line breaks, spoilers) html that is
 * safe to insert, its plain text, and its links. Raw HTML stays text. A link whose visible text names
 * another host than it leads to, or one in letters that look like others, shows the real one. What is longer than
 * `LONGEST_MARKUP` is shown as it was typed, with its line breaks alone. Never throws; linear in the length.
 */
export function renderBody(body: string, _options: { images: false }): Rendered {
  const tidy = tidyBody(body);
  return renderPlain(tidy) ?? (tidy.length > LONGEST_MARKUP ? renderAsTyped(tidy) : renderMarkdown(tidy));
}

/** The same without the short way for plain text. */
export function renderMarkdown(tidy: string): Rendered {
  return finished(sanitizeHtml(markdown.render(tidy), SAFE));
}

/** Foreign names of what we have, and of blocks that must not run into each other. */
const FOREIGN: sanitizeHtml.IOptions = {
  ...SAFE,
  transformTags: {
    ...SAFE.transformTags,
    b: 'strong',
    i: 'em',
    del: 's',
    strike: 's',
    ...Object.fromEntries(['div', 'section', 'article', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, 'p'])),
  },
};

/**
 * Makes of foreign markup what our own would have given: the same few tags, the same checked links, all else
 * left out or taken as its text. What it gave, given again, stays as it is. Of what is longer than `LONGEST_MARKUP` the text is
 * taken alone. Never throws.
 */
export function renderHtml(html: string): Rendered {
  if (html.length > LONGEST_MARKUP) return renderBody(htmlToMarkdown(html, { images: 'names' }), { images: false });
  // Once more, as a paragraph that stood in a block stands in a paragraph after the first time.
  const clean = sanitizeHtml(sanitizeHtml(html, FOREIGN), SAFE)
    .replace(/<p>\s*<\/p>/g, '')
    .trim();
  return finished(clean === '' || /<(?:p|ul|ol|pre|blockquote)[ >]/.test(clean) ? clean : `<p>${clean}</p>`);
}

/** The host as it stands in the text of a link. */
const writtenHost = (text: string): string => /^(?:https?:\/\/)?([^/?#]*)/i.exec(text.trim())?.[1] ?? '';

/** Links show where they lead; the text is what is left without markup. */
function finished(safe: string): Rendered {
  const links: Link[] = [];
  const html = safe.trim().replace(ANCHOR, (_whole, href: string, rest: string, inner: string, shown: string | undefined) => {
    const target = decode(href);
    const text = plain(inner);
    links.push({ href: target, text });
    const claimed = claimedHost(text);
    const host = new URL(target).hostname;
    const isShown = claimed !== null && (!isSameHost(claimed, host) || MAY_DECEIVE.test(writtenHost(text)));
    const warning = isShown ? `（${escapeText(host)}）` : '';
    return `<a href="${href}"${rest}>${inner}</a>${warning}${shown === warning ? '' : (shown ?? '')}`;
  });
  return { html, text: plain(html.replace(/<br \/>|<\/(?:p|li|pre|blockquote)>/g, '\n')).replace(/\n\s*\n/g, '\n'), links };
}

function escapeText(text: string): string {
  return markdown.utils.escapeHtml(text);
}

function decode(attribute: string): string {
  return attribute
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>');
}

function plain(html: string): string {
  return decode(sanitizeHtml(html, TEXT_ONLY)).trim();
}
