import MarkdownIt from 'markdown-it';
import { safeHref } from '../domain/links.ts';
import { autolinks } from './autolinks.ts';
import type { Rendered } from './rendered.ts';

const { linkify, utils } = new MarkdownIt('zero').use(autolinks);

/** Signs that mean nothing in Markdown, links or HTML, wherever they stand; line breaks, blanks and these few others are looked at below. */
const PLAIN = /^[^\p{C}\s\\`*_{}[\]<>&"'#=~|/@](?:[^\p{C}\s\\`*_{}[\]<>&"'#=~|/@]|[\n \u3000])*$/u;
/** What begins a list at the head of a line, and blanks beside a break, which Markdown takes away. */
const AT_LINES = /^(?:[-+]|\d+[.)])|[^\S\n]\n|\n[^\S\n]/m;

/**
 * Renders a text that has nothing to render but its line breaks, as most comments are: the same as Markdown and
 * sanitiser make of it, without their work. Gives null for any other.
 * @param tidy as `tidyBody` gives it.
 */
export function renderPlain(tidy: string): Rendered | null {
  if (!PLAIN.test(tidy) || AT_LINES.test(tidy)) return null;
  const html = tidy
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />\n')}</p>`)
    .join('\n');
  return { html, text: tidy.replace(/\n+/g, '\n'), links: [] };
}

/**
 * Renders a text of which nothing is read but its line breaks, and a backslash before a sign as Markdown has it. Its addresses are no
 * links to press, and are given all the same.
 * @param tidy as `tidyBody` gives it.
 */
export function renderAsTyped(tidy: string): Rendered {
  const typed = tidy.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  const paragraphs = typed.split(/\n\s*\n/).map((paragraph) => utils.escapeHtml(paragraph.trim()).replace(/\s*\n\s*/g, '<br />\n'));
  const links = (linkify.match(typed) ?? []).flatMap(({ url, raw }) => {
    const href = safeHref(url);
    return href === null ? [] : [{ href, text: raw }];
  });
  return { html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n'), text: typed.replace(/\s*\n\s*/g, '\n'), links };
}
