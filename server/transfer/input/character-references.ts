import { renderHtml } from '../../markup/render-body.ts';

const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i;

/** A name or a title that some programs store as HTML has it, with `&amp;` for `&`, as plain text; a `<` in it is no tag. */
export function withoutReferences(text: string): string {
  return REFERENCE.test(text) ? renderHtml(text.replaceAll('<', '&lt;')).text.trim() : text;
}
