import type { Ms } from '../../domain/types.ts';
import type { WordRule } from './word-rule.ts';

/** What of the rules of a list's entries is looked at in a search, by their numbers. */
export interface Conditions {
  /** Of how many parts an entry is; 0 of one that cannot be used. */
  parts: Uint8Array;
  /** From when until when entries count; null where none of the list has a date. */
  dates: { from: Float64Array; until: Float64Array } | null;
}

/** Conditions while they are collected. */
export interface ConditionsDraft {
  parts: Uint8Array;
  dates: Map<number, Pick<WordRule, 'from' | 'until'>>;
}

export function noteConditions(draft: ConditionsDraft, entry: number, { parts, from, until }: WordRule): void {
  draft.parts[entry] = parts.length;
  if (from !== null || until !== null) draft.dates.set(entry, { from, until });
}

export function conditionsOf({ parts, dates }: ConditionsDraft): Conditions {
  if (dates.size === 0) return { parts, dates: null };
  const from = new Float64Array(parts.length);
  const until = new Float64Array(parts.length).fill(Number.POSITIVE_INFINITY);
  for (const [entry, date] of dates) {
    if (date.from !== null) from[entry] = date.from;
    if (date.until !== null) until[entry] = date.until;
  }
  return { parts, dates: { from, until } };
}

/** Does an entry count at a time? */
export function isInForce({ dates }: Conditions, entry: number, at: Ms): boolean {
  return dates === null || (at >= (dates.from[entry] ?? 0) && at < (dates.until[entry] ?? Number.POSITIVE_INFINITY));
}
