import MarkdownIt from 'markdown-it';
import { unspacedEmphasis } from './emphasis.ts';
import { type ForeignOptions, htmlToMarkdown } from './html-to-markdown.ts';

/** What other systems render: HTML in it, tables, headings, pictures, addresses as links. Links are checked when it becomes ours. */
const foreign = new MarkdownIt({ html: true, breaks: true, linkify: true }).use(unspacedEmphasis);
foreign.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
foreign.validateLink = () => true;

/** What ours does not have or has in another way: HTML, entities, spoilers, pictures, references and relative links; headings, rules, tables, indented code. */
const DIFFERENT =
  /[<&|]|!\[|\]\[|\]\((?!https?:\/\/)|^[ >]*(?:#{1,6}[ \t]|=+[ \t]*$|-+[ \t]*$|(?:[-*_][ \t]*){3,}$|\[[^\]\n]{1,200}\]:)|^(?: {4}|\t)|\\$/m;

/**
 * Makes of the Markdown of another system, HTML in it included, the small one of ours. A text in which there is nothing that ours
 * does not have stays as it is. Never throws.
 */
export function foreignMarkdown(text: string, options: ForeignOptions): string {
  if (!DIFFERENT.test(text)) return text.trim();
  return htmlToMarkdown(foreign.render(text), { ...options, breaks: undefined });
}
