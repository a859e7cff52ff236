import { countGraphemes } from '../domain/graphemes.ts';
import { NAME_LIMIT } from '../domain/name-limit.ts';
import { visibleName } from '../domain/names.ts';
import { Problem } from '../domain/problem.ts';
import { isReservedName } from './reserved-names.ts';

/** The field of a request that a name stands in. */
export type NameField = 'name' | 'author.name';

/**
 * A name as it may be shown.
 * @param field where it came from, for the refusal.
 * @throws Problem `name-not-allowed` that says what is wrong: `blank`, `too-long`, `reserved`.
 */
export function cleanName(name: string, field: NameField = 'name'): string {
  const clean = visibleName(name);
  if (clean === '') throw new Problem('name-not-allowed', { pub: { field, fault: 'blank' } });
  const length = countGraphemes(clean);
  if (length > NAME_LIMIT) throw new Problem('name-not-allowed', { pub: { field, fault: 'too-long', length, limit: NAME_LIMIT } });
  if (isReservedName(clean)) throw new Problem('name-not-allowed', { pub: { field, fault: 'reserved' } });
  return clean;
}
