/** Places for the counters: two names that share one only make a page anew once too often. */
const SLOTS = 1 << 16;

/** Counts changes by name in a fixed amount of memory, so that a page can tell whether what it rests on has moved. */
export interface Versions {
  /** Where the changes of a name are counted. */
  place(name: string): number;
  /** How many changes have been counted there. */
  at(place: number): number;
  changed(name: string): void;
}

/** Makes the counters, all at zero. */
export function createVersions(): Versions {
  const counts = new Float64Array(SLOTS);
  function place(name: string): number {
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    return (hash >>> 0) % SLOTS;
  }
  return {
    place,
    at: (at) => counts[at] ?? 0,
    changed(name) {
      const at = place(name);
      counts[at] = (counts[at] ?? 0) + 1;
    },
  };
}
