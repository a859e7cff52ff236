import MarkdownIt from 'markdown-it';
import { safeHref } from '../domain/links.ts';
import { autolinks, linksAsTyped } from './autolinks.ts';
import { blocksAsTyped } from './blocks.ts';
import { unspacedEmphasis } from './emphasis.ts';
import { spoilers } from './spoilers.ts';

/** The small Markdown of comments: emphasis, strikethrough, code, quotes, links, lists, line breaks, spoilers; raw HTML stays text. */
export function smallMarkdown(): InstanceType<typeof MarkdownIt> {
  const markdown = new MarkdownIt('zero', { html: false, breaks: true, linkify: true })
    .enable([
      'blockquote',
      'list',
      'fence',
      'newline',
      'escape',
      'emphasis',
      'strikethrough',
      'backticks',
      'link',
      'autolink',
      'linkify',
      'entity',
      'balance_pairs',
    ])
    .use(unspacedEmphasis)
    .use(spoilers)
    .use(autolinks)
    .use(blocksAsTyped)
    .use(linksAsTyped);
  // What may not be published as a link stays as it was typed. Links from wherever are checked once more after rendering.
  markdown.validateLink = (href) => safeHref(href) !== null;
  return markdown;
}
