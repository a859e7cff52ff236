import type { Ms } from '../domain/types.ts';

const DAY: Ms = 86_400_000;

/** Counts calls a day (UTC). */
export interface Quota {
  /** Are so many more calls within the limit? */
  has: (key: string, calls: number, limit: number | null) => boolean;
  take: (key: string, calls: number) => void;
}

/** A count in this process; a restart begins anew. */
export function createQuota(now: () => Ms): Quota {
  let day = 0;
  const used = new Map<string, number>();
  const usedBy = (key: string): number => {
    const today = Math.floor(now() / DAY);
    if (today !== day) used.clear();
    day = today;
    return used.get(key) ?? 0;
  };
  return {
    has: (key, calls, limit) => limit === null || usedBy(key) + calls <= limit,
    take: (key, calls) => void used.set(key, usedBy(key) + calls),
  };
}
