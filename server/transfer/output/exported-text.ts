import type { Content } from '../../domain/types.ts';
import { renderBody } from '../../markup/render-body.ts';

/** The text as it was typed, where it gives what is shown; null for foreign markup, and where words were covered. */
export function typedText({ body, html }: Content): string | null {
  return renderBody(body, { images: false }).html === html ? body : null;
}

/**
 * The text as Markdown of other systems; null where it would say something else there: they take HTML in it as HTML, of which
 * our own shows the characters.
 */
export function markdownText(content: Content): string | null {
  const typed = typedText(content);
  return typed === null || /<[a-z/!?]/i.test(typed) ? null : typed;
}
