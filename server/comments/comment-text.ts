import { countGraphemes } from '../domain/graphemes.ts';
import { isVisible } from '../domain/names.ts';
import { Problem } from '../domain/problem.ts';
import type { Content, Finding, Site } from '../domain/types.ts';
import { coverRanges, maskWords } from '../markup/mask-words.ts';
import { renderBody } from '../markup/render-body.ts';
import type { Rendered } from '../markup/rendered.ts';

/** Checks the text's length as readers count it and renders it. @throws Problem `too-long`, `too-short`. */
export function renderWithin(site: Site, body: string): Rendered {
  const length = countGraphemes(body.trim());
  const limit = site.settings.maxLength;
  if (length > limit) throw new Problem('too-long', { pub: { length, limit } });
  const rendered = renderBody(body, { images: false });
  if (!isVisible(rendered.text)) throw new Problem('too-short');
  return rendered;
}

/** A text in the forms that are stored: as typed, and as it is shown, with masked words covered. */
export function contentOf(body: string, rendered: Rendered, findings: readonly Finding[]): Content {
  const masked = maskWords(body, findings);
  if (masked === null) return { body, html: rendered.html, text: rendered.text };
  const { html, text } = renderBody(masked, { images: false });
  return { body, html: coverRanges(html), text: coverRanges(text) };
}
