import { firstGraphemes } from '../domain/graphemes.ts';
import { NAME_LIMIT } from '../domain/name-limit.ts';
import { visibleName } from '../domain/names.ts';
import { Problem } from '../domain/problem.ts';
import { cleanName } from '../people/clean-name.ts';

/** Longer texts of providers are not looked at. */
const LONGEST = 1_000;

/**
 * The name of somebody who signs in: what the provider calls them, cut to what fits, or the first other one that may be shown. A sign-in
 * does not fail because of a name.
 */
export function memberName(given: string, others: readonly string[]): string {
  for (const name of [given, ...others]) {
    try {
      return cleanName(firstGraphemes(visibleName(name.slice(0, LONGEST)), NAME_LIMIT));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  return '读者';
}
