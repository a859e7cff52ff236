/** The values of fields in other systems' files, which write the same thing as a number, a text or an object of their database. */
import { isRecord } from '../input/json-text.ts';

/** Wrappers of MongoDB around an id or a number, and a pointer of LeanCloud to another row. */
const WRAPPERS = ['$oid', '$numberLong', '$numberInt', '$numberDouble', '$uuid', 'objectId'] as const;
/** What programs and databases write into a text for a value that is missing, in lower case. */
const MISSING = new Set(['', 'null', 'undefined', '\\n']);

function unwrap(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const name = WRAPPERS.find((wrapper) => wrapper in value);
  return name === undefined ? null : value[name];
}

/** A value as text, as it stands; empty for what is no text and no number. */
export function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return '';
}

/** A text without blanks around it; undefined when it is empty or only says that there is none. */
export function readOptionalText(value: unknown): string | undefined {
  const text = readText(value).trim();
  return MISSING.has(text.toLowerCase()) ? undefined : text;
}

/** The first of the values that is a text, see `readOptionalText`. */
export function readFirstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = readOptionalText(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** An id as text, out of its wrapper; empty when there is none. */
export function readId(value: unknown): string {
  return readOptionalText(unwrap(value)) ?? '';
}

/** The id of another record, such as a parent; null for none, which some systems write as 0. */
export function readReference(value: unknown): string | null {
  const id = readId(value);
  return id === '' || id === '0' ? null : id;
}

/** A whole number; 0 when there is none. */
export function readCount(value: unknown): number {
  const number = Number(readOptionalText(unwrap(value)) ?? 0);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}

/** `true`, 1 and their texts. */
export function readFlag(value: unknown): boolean {
  return value === true || /^(?:true|1)$/i.test(readText(unwrap(value)).trim());
}

/** The votes of one score, which may be below 0. */
export function votesOfScore(value: unknown): { up: number; down: number } {
  const score = readCount(value);
  return { up: Math.max(score, 0), down: Math.max(-score, 0) };
}

/** The text of the first value that is not blank, as it stands; empty where none is. A text of a comment may be the word `null`. */
export function firstText(...values: readonly unknown[]): string {
  return values.map(readText).find((text) => text.trim() !== '') ?? '';
}

/** The object itself; one without anything in it for everything else. */
export function readRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The list itself; an empty one for everything else. */
export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
