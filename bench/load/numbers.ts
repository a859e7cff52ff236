/** A number of a round, over the rounds. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** The value below which that part of the sorted numbers lies. */
export function percentile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { min: Math.min(...numbers), median: percentile(numbers, 0.5), max: Math.max(...numbers) };
}

/** Three digits that mean something. */
export function rounded(number: number): number {
  return Number.isFinite(number) ? Number(number.toPrecision(3)) : 0;
}
