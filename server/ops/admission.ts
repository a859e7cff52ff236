/** Lets in so many at once, and of each name one. */
export interface Admission {
  /** @returns what to call at the end; null when it may not enter. */
  enter(name: string): (() => void) | null;
}

/** @param most how many may be inside at once. */
export function createAdmission(most: number): Admission {
  const inside = new Set<string>();
  return {
    enter(name) {
      if (inside.size >= most || inside.has(name)) return null;
      inside.add(name);
      return () => void inside.delete(name);
    },
  };
}
