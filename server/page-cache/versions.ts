/** Slots for the counters: two names that share one make a page anew once too often, no more. */
const SLOTS = 1 << 16;

/** Counts changes by name in a fixed amount of memory, so that it can be seen whether what a page depends on has changed. */
export interface Versions {
  /** Where the changes of a name are counted. */
  slot(name: string): number;
  /** How many changes have been counted there. */
  at(slot: number): number;
  changed(name: string): void;
}

/** Makes the counters, all at zero. */
export function createVersions(): Versions {
  const counts = new Float64Array(SLOTS);
  function slot(name: string): number {
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    return (hash >>> 0) % SLOTS;
  }
  return {
    slot,
    at: (slot) => counts[slot] ?? 0,
    changed(name) {
      const at = slot(name);
      counts[at] = (counts[at] ?? 0) + 1;
    },
  };
}
