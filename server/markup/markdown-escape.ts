import MarkdownIt from 'markdown-it';
import { safeHref } from '../domain/links.ts';
import { autolinks } from './autolinks.ts';

const { linkify } = new MarkdownIt('zero').use(autolinks);

/** Signs that may mean something in our Markdown, wherever they stand. */
const SIGNS = /[\\`*_~|[\]<&]|https?:\/\//gi;
/** What makes a line a quote or the item of a list; a number of more than three digits is none. */
const AT_LINE = /^(?:>|[-+](?=\s|$)|\d{1,3}[.)](?=\s|$))/;
const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/;
const ENTITY = /&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});/iy;
/** What may be an address in angle brackets. */
const ADDRESS = /<[^\s<>]{0,2000}[:@]/y;
/** A sign to be escaped, or another address, without a blank before it. */
const RUNS_ON = /^[!-~]*?(?:[\\`*_~|[\]<&]|:\/\/)/;
/** Longer than an address that becomes a link may be. */
const LONGEST = 2_100;
const WORD = /[A-Za-z0-9]/;
const SCHEME_PART = /[a-z0-9.+-]/i;

const isAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

/** How far the address reaches that begins at `at` and that our Markdown makes a link of by itself; 0: there is none. */
export function addressLength(text: string, at: number): number {
  const found = linkify.matchAtStart(text.slice(at, at + LONGEST));
  if (found === null || safeHref(found.url) === null) return 0;
  return found.raw.replace(/\*+$/, '').length;
}

/** Where a text is going to stand. */
export interface Place {
  /** At the head of a line, marks of emphasis before it not counted. */
  isLineStart: boolean;
  /** Last character of the text before it in the line, marks not counted; empty: none. */
  before: string;
  /** A mark stands right before it. */
  isAfterMark: boolean;
  isInLink: boolean;
  isInSpoiler: boolean;
}

export interface Escaped {
  text: string;
  /** The address that would go on into what is written next, and what stands behind it; null: there is none. */
  address: { length: number; behind: string } | null;
}

/**
 * A text, in which blanks are single, so that our Markdown reads it as the same text. No more is escaped than may be read otherwise.
 * Linear in its length.
 */
export function escapeText(text: string, place: Place): Escaped {
  let address: Escaped['address'] = null;
  const { isLineStart, before } = place;
  let escaped = '';
  let from = 0;
  const mark = isLineStart ? AT_LINE.exec(text)?.[0] : undefined;
  if (mark !== undefined) {
    escaped = `${mark.slice(0, -1)}\\${mark.slice(-1)}`;
    from = mark.length;
  } else if (text.startsWith('(') && before === ']') {
    escaped = '\\(';
    from = 1;
  }
  SIGNS.lastIndex = from;
  for (let found = SIGNS.exec(text); found !== null; found = SIGNS.exec(text)) {
    const at = found.index;
    const [sign] = found;
    if (sign.length > 1) {
      const isWord = SCHEME_PART.test(at > 0 ? text.charAt(at - 1) : before);
      const length = isWord || place.isInLink ? 0 : addressLength(text, at);
      const behind = text.slice(at + Math.max(length, sign.length), at + LONGEST);
      if (length > 0 && RUNS_ON.test(behind)) {
        // In angle brackets: an escaped sign behind it would belong to it too.
        escaped += `${text.slice(from, at)}<${text.slice(at, at + length)}>`;
        from = at + length;
      } else if (length === 0 && !place.isInLink && (behind === '' || RUNS_ON.test(behind))) {
        // What is no address here does not become one by what is written behind it.
        escaped += `${text.slice(from, at)}${sign.slice(0, -3)}\\`;
        from = at + sign.length - 3;
      } else if (length > 0 && at + LONGEST >= text.length && /^[!-~]*$/.test(behind)) address = { length, behind };
      SIGNS.lastIndex = at + Math.max(1, length);
      continue;
    }
    if (!isSpecial(text, at, sign, place)) continue;
    // The end of a spoiler is looked for whether it is escaped or not.
    escaped += text.slice(from, at) + (sign === '|' && place.isInSpoiler ? '&#124;' : `\\${sign}`);
    from = at + 1;
  }
  return { text: escaped + text.slice(from), address };
}

function isSpecial(text: string, at: number, sign: string, place: Place): boolean {
  const { before, isInLink } = place;
  const previous = at > 0 ? text.charAt(at - 1) : before;
  const isAlone = previous === ' ' && text.charAt(at + 1) === ' ' && !(at === 0 && place.isAfterMark);
  const next = text.charAt(at + 1);
  switch (sign) {
    case '\\':
      // Before an address too, which it would keep from being one.
      return next === '' || ASCII_PUNCTUATION.test(next) || next === 'h' || next === 'H';
    case '*':
      return !isAlone;
    case '_':
      return !(at > 0 && WORD.test(previous) && WORD.test(next)) && !isAlone;
    case '~':
      return previous === sign || next === sign || (at === 0 && place.isAfterMark);
    case '|':
      return place.isInSpoiler || previous === sign || next === sign;
    case '[':
      return isInLink;
    case ']':
      return isInLink || next === '(';
    case '<':
      return isAt(ADDRESS, text, at);
    case '&':
      return isAt(ENTITY, text, at);
    default:
      return true;
  }
}

/** The target of a link as it stands in brackets. */
export function destination(href: string): string {
  const encoded = href.replaceAll('|', '%7C').replace(/&(?=(?:#x?[0-9a-f]+|[a-z][a-z0-9]*);)/gi, '\\&');
  let depth = 0;
  let isBalanced = true;
  for (const sign of encoded.match(/[()]/g) ?? []) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0 || depth > 8) isBalanced = false;
  }
  return isBalanced && depth === 0 ? encoded : encoded.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** A code that others are joined to is no longer than this, in UTF-16 units. */
export const LONGEST_JOINED = 2_000;

/** Length of the longest run of backticks. */
export function longestRun(code: string): number {
  let longest = 0;
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
