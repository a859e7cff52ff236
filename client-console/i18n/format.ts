import { signal } from '@preact/signals';
import { ago } from '../../client-shared/i18n.ts';
import { MOST_COUNTED } from '../../server/domain/queue-limits.ts';
import { lang } from '../choices.ts';
import { texts } from './texts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time from which relative times are counted, ms; it is updated twice a minute. */
export const now = signal(Date.now());

/** Lets relative times move on; gives what ends it. */
export function keepTime(): () => void {
  const timer = setInterval(() => {
    now.value = Date.now();
  }, MINUTE / 2);
  return () => clearInterval(timer);
}

export const numberText = (n: number): string => new Intl.NumberFormat(lang.value).format(n);

/** A number of cases as the service counts them: exact, or that there are more than it counts. */
export const countText = (n: number): string => (n > MOST_COUNTED ? `${numberText(MOST_COUNTED)}+` : numberText(n));

/** Hours and minutes where it was today, else with the date. */
export function clockText(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now.value).toDateString();
  const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
  return new Intl.DateTimeFormat(lang.value, isToday ? clock : { month: 'short', day: 'numeric', ...clock }).format(date);
}

/** The whole of it, for titles and tables. */
export const fullTimeText = (at: string): string =>
  new Intl.DateTimeFormat(lang.value, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }).format(new Date(at));

export const dateText = (at: string): string => new Intl.DateTimeFormat(lang.value, { dateStyle: 'medium' }).format(new Date(at));

/** How long ago: minutes, hours, days; the date beyond a month. */
export const agoText = (at: string): string => ago(at, now.value, lang.value, texts().common.now, 30);

function unitText(value: number, unit: 'second' | 'minute' | 'hour' | 'day'): string {
  return new Intl.NumberFormat(lang.value, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A length of time in its one fitting unit. */
export function durationText(ms: number): string {
  if (ms < MINUTE) return unitText(Math.max(1, Math.round(ms / 1000)), 'second');
  if (ms < HOUR) return unitText(Math.round(ms / MINUTE), 'minute');
  if (ms < 2 * DAY) return unitText(Math.round(ms / HOUR), 'hour');
  return unitText(Math.round(ms / DAY), 'day');
}

/** How long something has been waiting. */
export const waitText = (since: string): string => durationText(Math.max(MINUTE, now.value - Date.parse(since)));

/** A share of the whole, as a percentage. */
export const shareText = (share: number): string =>
  new Intl.NumberFormat(lang.value, { style: 'percent', maximumFractionDigits: share > 0.9 ? 1 : 0 }).format(share);
