import type { Evidence, Finding } from '../domain/types.ts';

/** Covers one sign in what is shown. */
const COVER = '＊';
/** Stands for it while the Markdown is rendered: a star would be a mark there, a sign of private use is a letter like any. */
const PLACE = '\ue000';

const isMasked = ({ field, level, start, end }: Evidence): boolean => field === 'body' && level === 'mask' && end > start;

/**
 * The text with the words of level `mask` taken out, a place for each sign, so that the rest can be read;
 * null where there are none. What is rendered of it goes through `coverPlaces`. Overlapping places are taken once.
 */
export function maskWords(body: string, findings: readonly Finding[]): string | null {
  const places = findings
    .flatMap(({ evidence }) => evidence)
    .filter(isMasked)
    .sort((one, other) => one.start - other.start);
  if (places.length === 0) return null;
  let masked = '';
  let at = 0;
  for (const { start, end } of places) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    masked += body.slice(at, from) + PLACE.repeat([...body.slice(from, end)].length);
    at = end;
  }
  return masked + body.slice(at);
}

/** Rendered text with its places covered by stars. */
export function coverRanges(rendered: string): string {
  return rendered.replaceAll(PLACE, COVER);
}
