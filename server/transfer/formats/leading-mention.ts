/** The link to the comment that is answered, which some systems write into the answer's text. */

/** A link at the beginning of HTML whose target is a comment: `<p><a class="at" href="#id">@name</a> , `. */
const HTML_MENTION = /^(\s*(?:<p(?:\s[^>]{0,500})?>\s*)?)<a\s([^>]{0,2000})>([^<]{0,500})<\/a>/i;
/** The same in Markdown: `[@name](#id): `. */
const MARKDOWN_MENTION = /^(\s*(?:<p(?:\s[^>]{0,500})?>\s*)?)\[@(?:(?!\]\()[^\n]){0,200}\]\([^)\s#]{0,2000}#([^)\s]{1,200})\)/i;
const HREF = /\bhref\s*=\s*(?:"[^"#]*#([^"]*)"|'[^'#]*#([^']*)'|[^\s"'>#]*#([^\s"'>]*))/i;
const CLASS = /\bclass\s*=\s*["']?[^"'>]*\bat\b/i;
/** What stands between the link and the text. */
const SEPARATOR = /^(?:\s|&nbsp;)*[,，:：、]?(?:\s|&nbsp;)*/;

/** So many are taken out at most: no program writes more. */
const MOST = 5;

/** A text without the link before it, and the id of the comment that the link points to. */
export interface WithoutMention {
  text: string;
  /** Null when there is no such link. */
  target: string | null;
}

/** Takes the link to the comment that is answered out of a text; written twice, it goes twice. */
export function withoutLeadingMention(text: string): WithoutMention {
  let rest = text;
  let target: string | null = null;
  for (let n = 0; n < MOST; n++) {
    const found = mentionOf(rest);
    if (found === null) break;
    target ??= found.target;
    rest = found.before + rest.slice(found.length).replace(SEPARATOR, '');
  }
  return { text: rest, target };
}

function mentionOf(text: string): { before: string; target: string; length: number } | null {
  const markdown = MARKDOWN_MENTION.exec(text);
  if (markdown !== null) return { before: markdown[1] ?? '', target: markdown[2] ?? '', length: markdown[0].length };
  const html = HTML_MENTION.exec(text);
  if (html === null) return null;
  const [all, before = '', attributes = '', shown = ''] = html;
  const href = HREF.exec(attributes);
  const target = href?.[1] ?? href?.[2] ?? href?.[3] ?? '';
  const isMention = target !== '' && (shown.trimStart().startsWith('@') || CLASS.test(attributes));
  return isMention ? { before, target, length: all.length } : null;
}
