/** Which markup a text is written in, where the file does not say so. */
import type { SourceText } from './format.ts';

const BLOCK = 'address|article|blockquote|dd|details|div|dl|dt|figure|h[1-6]|hr|li|ol|p|pre|section|table|ul';
const BEGINS_WITH_BLOCK = new RegExp(`^<(?:${BLOCK})\\b[^>]*>`, 'i');
const ENDS_WITH_BLOCK = new RegExp(`(?:</(?:${BLOCK})>|<hr[ /]*>)$`, 'i');
const BLOCK_OR_BREAK = new RegExp(`<(?:${BLOCK}|br)\\b`, 'i');
const BEGINS_WITH_TAG = /^<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i;
/** Code of HTML, in which Markdown's signs are none. */
const CODE = /<(pre|code)\b[\s\S]*?<\/\1>/gi;
const MARKDOWN = /\*\*\S|__\S|`|\]\(|^ {0,3}(?:#{1,6} |> |[-*+] |\d+[.)] )|\n *\n/m;

/** So much of a text is looked at, characters. */
const LOOKED_AT = 20_000;

/** HTML of a system that stores nothing else. Where it has neither blocks nor breaks, the breaks of its lines are meant. */
export function htmlText(text: string): SourceText {
  return { markup: 'html', text, breaks: !BLOCK_OR_BREAK.test(text) };
}

/** A text of a system that stored HTML at one time and Markdown, in which HTML may stand, at another. */
export function htmlOrMarkdownText(text: string): SourceText {
  const trimmed = text.trim();
  const begin = trimmed.slice(0, LOOKED_AT);
  if (BEGINS_WITH_BLOCK.test(begin) && ENDS_WITH_BLOCK.test(trimmed.slice(-100))) return htmlText(text);
  const isHtml = BEGINS_WITH_TAG.test(begin) && !MARKDOWN.test(begin.replace(CODE, ''));
  return isHtml ? htmlText(text) : { markup: 'markdown', text };
}
