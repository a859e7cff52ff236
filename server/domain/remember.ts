import type { Ms } from './types.ts';

/** Other processes change things too: what is remembered is read again after this long. */
const FRESH: Ms = 1_000;
/** Most names that are remembered: unknown ones that somebody makes up must not fill the memory. */
const MOST = 1_000;

/** What was read under a name, for a second. */
export interface Remembered<T> {
  /** Read once, however many ask at the same time; what could not be read, or is not worth it, is read again. */
  get(key: string): Promise<T>;
  forget(key: string): void;
  forgetAll(): void;
}

/** @param isWorthIt whether it may be given again; left out: whatever it is. */
export function remember<T>(
  read: (key: string) => Promise<T>,
  now: () => Ms,
  isWorthIt: (value: T) => boolean = () => true,
): Remembered<T> {
  const known = new Map<string, { at: Ms; value: Promise<T> }>();
  return {
    get(key) {
      const entry = known.get(key);
      if (entry !== undefined && now() - entry.at < FRESH) return entry.value;
      if (known.size >= MOST) known.clear();
      const value = read(key);
      const reading = { at: now(), value };
      known.set(key, reading);
      const drop = (): void => {
        if (known.get(key) === reading) known.delete(key);
      };
      value.then((got) => (isWorthIt(got) ? undefined : drop()), drop);
      return value;
    },
    forget: (key) => void known.delete(key),
    forgetAll: () => known.clear(),
  };
}
