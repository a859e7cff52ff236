/** How much was done at a time, ms. */
export interface Sample {
  at: number;
  done: number;
}

/** The rate is that of the last so many ms: it follows what slows down. */
const WINDOW = 15_000;
/** Before that a rate is a guess, ms. */
const LEAST = 1_000;

/** The samples with one more; what is done anew, or too old to count, is left out. */
export function withSample(samples: readonly Sample[], one: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && one.done < last.done) return [one];
  const recent = samples.filter(({ at }) => one.at - at <= WINDOW);
  return [...recent, one];
}

/** How much is done a second, and how long the rest takes, ms; null while that is not known. */
export function rateOf(samples: readonly Sample[], total: number): { perSecond: number; left: number } | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < LEAST || last.done <= first.done) return null;
  const perSecond = ((last.done - first.done) * 1_000) / (last.at - first.at);
  return { perSecond, left: (Math.max(0, total - last.done) * 1_000) / perSecond };
}
