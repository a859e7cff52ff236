import { firstGraphemes } from '../domain/graphemes.ts';
import { xmlCharacters } from '../domain/xml-text.ts';

/** Signs that change the direction in which what follows is read (UAX #9): of a feed they would turn the reader's own page. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
/** Of a long text no more is looked at, in UTF-16 units a sign. */
const UNITS_A_SIGN = 10;

/** A text of a feed: without what XML has no place for, without signs of direction. */
export function feedText(text: string): string {
  return xmlCharacters(text).replace(DIRECTIONS, '');
}

/** A title or a name on one line, cut after so many signs as readers count them; empty where there is nothing to read. */
export function feedLine(text: string, most: number): string {
  const start = text.slice(0, most * UNITS_A_SIGN);
  const line = feedText(start)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const cut = firstGraphemes(line, most);
  return cut.length < line.length || start.length < text.length ? `${cut.trimEnd()}…` : cut;
}
