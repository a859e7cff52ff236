import type { Content } from '../../domain/types.ts';

/** Signs that are the same in HTML, in one paragraph. */
const PLAIN = /^[^\n&<>"']*$/;

/** One paragraph of plain text, as most comments are. */
function paragraphOf(text: string): string {
  return `<p>${text}</p>`;
}

/**
 * A text in its three forms as JSON, without those that follow from another: most texts are typed, shown and searched as
 * the same signs, and three copies of them would be half of the file.
 */
export function packContent({ body, html, text }: Content): string {
  const isParagraph = PLAIN.test(text) && html === paragraphOf(text);
  return JSON.stringify({ body, ...(isParagraph ? {} : { html }), ...(text === body ? {} : { text }) });
}

/** @param packed what `packContent` made. */
export function unpackContent(packed: string): Content {
  const { body, html, text = body }: Pick<Content, 'body'> & Partial<Content> = JSON.parse(packed);
  return { body, html: html ?? paragraphOf(text), text };
}
