/** Blocks that stand by themselves: the line breaks around them mean nothing. */
const BLOCK = '(?:ul|ol|li|blockquote|pre)';
const AROUND_BLOCKS = new RegExp(`\\n*(</?${BLOCK}(?: [^>]*)?>)\\n*`, 'g');

/**
 * Our HTML as WordPress keeps comments: paragraphs are divided by an empty line, a line break is one, and the few tags that are
 * left are those that it allows.
 */
export function wordpressText(html: string): string {
  return html
    .split(/(<pre>.*?<\/pre>)/s)
    .map((part) => (part.startsWith('<pre>') ? part : withoutParagraphs(part)))
    .join('')
    .trim();
}

function withoutParagraphs(html: string): string {
  return html
    .replace(/<br \/>\n?/g, '\n')
    .replace(/<\/p>\s*<p>/g, '\n\n')
    .replace(/<p>|<\/p>/g, '')
    .replace(AROUND_BLOCKS, '$1');
}
