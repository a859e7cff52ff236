/** The text of a comment, from the markup of its system into our own Markdown. */
import { renderHtml } from '../markup/render-body.ts';
import type { SourceText } from './formats/format.ts';

/** @param pageUrl the address of its page: links in it may be relative. */
export function ownMarkdown({ markup, text }: SourceText, _pageUrl: string): string {
  return markup === 'html' ? renderHtml(text).text : text;
}
