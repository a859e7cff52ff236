import { LONGEST_ORIGIN, LOOPBACK, readOrigin } from '../../contract/origin.ts';

/** The lines of a text without blanks around them and without empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Why a line names no origin. */
export type OriginWhy = 'several' | 'wildcard' | 'scheme' | 'address' | 'long';
export interface OriginFault {
  /** 1 for the first. */
  line: number;
  text: string;
  why: OriginWhy;
}

/** An address with its scheme and without its path; a bare host is meant for https. */
const siteOf = (line: string): string => (line.includes('://') ? line : `https://${line}`).replace(/^(https?:\/\/[^/?#]*).*$/i, '$1');

function faultOf(line: string): OriginWhy | null {
  if (line === LOOPBACK) return null;
  if (/[\s,，;；、]/u.test(line)) return 'several';
  if (line.includes('*')) return 'origin' in readOrigin(siteOf(line)) ? null : 'wildcard';
  const address = siteOf(line);
  if (!URL.canParse(address)) return 'address';
  const { protocol, hostname, origin } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return 'scheme';
  if (hostname === '') return 'address';
  return origin.length > LONGEST_ORIGIN ? 'long' : null;
}

/** The lines of a text that name no origin, in their order; empty lines are none. */
export const originFaults = (text: string): OriginFault[] =>
  text.split('\n').flatMap((raw, i) => {
    const line = raw.trim();
    const why = line === '' ? null : faultOf(line);
    return why === null ? [] : [{ line: i + 1, text: line, why }];
  });

/** The origins in a text, one a line; a whole address stands for its origin, a bare host for https. Other text stays as it is written. */
export const originsOf = (text: string): string[] =>
  linesOf(text).map((line) => {
    const read = readOrigin(siteOf(line));
    return line !== LOOPBACK && 'origin' in read ? read.origin : line;
  });
