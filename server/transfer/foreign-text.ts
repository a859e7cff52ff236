/** The text of a comment, from the markup of its system into our own Markdown. */
import { foreignMarkdown } from '../markup/foreign-markdown.ts';
import { htmlToMarkdown } from '../markup/html-to-markdown.ts';
import type { SourceText } from './formats/format.ts';

/** @param pageUrl the address of its page: links in it may be relative; empty: they become their text. */
export function ownMarkdown(source: SourceText, pageUrl: string): string {
  const options = { images: 'links', ...(pageUrl === '' ? {} : { baseUrl: pageUrl }) } as const;
  if (source.markup === 'markdown') return foreignMarkdown(source.text, options);
  if (source.markup === 'plain') return htmlToMarkdown(escapeHtml(source.text), { ...options, breaks: 'keep' });
  return htmlToMarkdown(source.text, source.breaks === true ? { ...options, breaks: 'keep' } : options);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
