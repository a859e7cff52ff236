import { offsetAt } from '../../domain/time-zone.ts';
import type { Ms } from '../../domain/types.ts';

/** `2024-05-01 20:50:15.123456 +0800 CST`, `2024-05-01T12:50:15.272Z`, `2013-10-31T00:07:41+08:00`, without seconds or a zone too. */
const DATE =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s+[A-Z]{2,5})?$/i;
/** Seconds since 1970 have no more digits than this until the year 5138. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * A time as other systems write it, in ms since 1970; null when it cannot be read or is before 1970.
 * Taken are: RFC 3339 and its relatives (a blank for the `T`, no seconds, a zone without a colon, Go's `+0800 CST`, finer
 * fractions, which are cut off), what `Date` can read beside that, ms or seconds since 1970 as a number or its digits, and the
 * wrappers of databases: `{"__type": "Date", "iso"}`, `{"iso"}`, `{"$date"}`, `{"$numberLong"}`, a `Date`.
 * @param timeZone the IANA zone of times without one.
 */
export function readTime(value: unknown, timeZone: string): Ms | null {
  const at = timeOf(value, timeZone);
  return at === null || !Number.isFinite(at) || at < 0 ? null : Math.floor(at);
}

/** Wrappers in each other that are understood, such as `{"$date": {"$numberLong"}}`. */
const MOST_WRAPPERS = 3;

function timeOf(value: unknown, timeZone: string, wrappers = 0): number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return timeOf(Number(value), timeZone);
  if (typeof value === 'number') return value < SECONDS_BELOW ? value * 1000 : value;
  if (typeof value === 'string') return timeOfText(value.trim(), timeZone);
  if (typeof value !== 'object' || value === null || wrappers === MOST_WRAPPERS) return null;
  for (const [key, inner] of Object.entries(value))
    if (key === 'iso' || key === '$date' || key === '$numberLong' || key === '$numberDouble' || key === '$numberInt')
      return timeOf(inner, timeZone, wrappers + 1);
  return null;
}

function timeOfText(text: string, timeZone: string): number | null {
  if (/^\d{9,}(?:\.\d+)?$/.test(text)) return timeOf(Number(text), timeZone);
  const found = DATE.exec(text);
  if (found !== null) return timeOfParts(found, timeZone);
  // A text of numbers and signs alone is not given to `Date`, which makes something of nearly anything.
  const read = /[a-z]{3}/i.test(text) && /\d{4}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(read)) return null;
  return /(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?$/i.test(text) ? read : inZone(read - localOffset(read), timeZone);
}

/** What `Date` took for local time, as if it had been UTC. */
function localOffset(at: number): number {
  return new Date(at).getTimezoneOffset() * 60_000;
}

function timeOfParts(found: RegExpExecArray, timeZone: string): number | null {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found;
  const part = (text: string | undefined): number => Number(text);
  const at = Date.UTC(
    part(year),
    part(month) - 1,
    part(day),
    part(hour),
    part(minute),
    part(second),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  );
  const date = new Date(at);
  const isCalendar = date.getUTCMonth() === part(month) - 1 && date.getUTCDate() === part(day) && part(hour) < 24 && part(minute) < 60;
  if (!isCalendar) return null;
  if (zone === undefined) return inZone(at, timeZone);
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (offset === null) return at;
  return at - (offset[1] === '-' ? -1 : 1) * (part(offset[2]) * 60 + part(offset[3])) * 60_000;
}

/** The moment at which the clocks of the zone showed this. */
function inZone(local: number, timeZone: string): number {
  if (timeZone === 'UTC') return local;
  const first = local - offsetAt(local, timeZone);
  return local - offsetAt(first, timeZone);
}
