/** Values of files that do not keep to one type: numbers as texts and texts as numbers, 0 and 1 for no and yes. */
import { isRecord } from './json-text.ts';

/** A text, or a number as it is written; empty for everything else. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** The text of the first value that is not blank; empty where none is. */
export function firstText(...values: readonly unknown[]): string {
  return values.map(asText).find((text) => text.trim() !== '') ?? '';
}

/** The object itself; one without anything in it for everything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The list itself; an empty one for everything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isYes(value: unknown): boolean {
  return value === true || /^(?:1|t|true|yes)$/i.test(asText(value).trim());
}

/** Is it a no? What is left out is none. */
export function isNo(value: unknown): boolean {
  return value === false || /^(?:0|f|false|no)$/i.test(asText(value).trim());
}

/** A number; 0 where there is none. */
export function asNumber(value: unknown): number {
  const number = Number(asText(value));
  return Number.isFinite(number) ? number : 0;
}

/** The votes of a system that keeps their sum alone: for it when it is positive, against it when it is negative. */
export function votesOfScore(score: unknown): { up: number; down: number } {
  const sum = asNumber(score);
  return { up: Math.max(0, sum), down: Math.max(0, -sum) };
}
