import { offsetAt } from './time-zone.ts';

const MINUTE = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** Hours of the day, `22:00-06:00`, over midnight where the second is not the later one; empty: none. Never a whole day. */
export const HOURS_PATTERN = /^(?:$|(?!(.{5})-\1$|00:00-24:00$)(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$)/;

/** Hours of every day by the clocks of a place. */
export interface DailyHours {
  hours: string;
  timeZone: string;
}

/** Minutes since midnight of `06:30`. */
function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return (hour * 60 + minute) % MINUTES_A_DAY;
}

/** How many minutes later in the day the second one is, over midnight too. */
const later = (from: number, to: number): number => (to - from + MINUTES_A_DAY) % MINUTES_A_DAY;

/**
 * When these hours end, ms since 1970; null where it is none of them at `now`. What the clocks of the place show decides: an hour that
 * they skip is no part of the hours, and one that they show twice is so twice.
 */
export function endOfHours({ hours, timeZone }: DailyHours, now: number): number | null {
  const [first, last] = hours.split('-');
  if (first === undefined || last === undefined) return null;
  const [from, to] = [minuteOf(first), minuteOf(last)];
  const clockAt = (at: number): number => Math.floor((at + offsetAt(at, timeZone)) / MINUTE) % MINUTES_A_DAY;
  const isWithin = (at: number): boolean => later(from, clockAt(at)) < later(from, to);
  if (!isWithin(now)) return null;
  let inside = Math.floor(now / MINUTE) * MINUTE;
  let outside = inside;
  while (isWithin(outside)) outside += later(clockAt(outside), to) * MINUTE;
  // Where clocks are put forward in between, the end is earlier than the clock of before says.
  while (outside - inside > MINUTE) {
    const between = inside + Math.floor((outside - inside) / MINUTE / 2) * MINUTE;
    if (isWithin(between)) inside = between;
    else outside = between;
  }
  return outside;
}
