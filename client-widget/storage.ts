/** What this browser keeps for one thread or site; where storage is blocked, for as long as the page lives. */
export interface Storage {
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  /** The key of a name in the browser's storage begins with this. */
  readonly start: string;
  /** What was set on this page, by name. */
  readonly memory: ReadonlyMap<string, string>;
}

/** Opens what is kept under a prefix. */
export function openStorage(prefix: string): Storage {
  const memory = new Map<string, string>();
  const start = `liangju:${prefix}:`;
  return {
    start,
    memory,
    get<T>(name: string): T | null {
      let text: string | null | undefined;
      try {
        text = localStorage.getItem(start + name);
      } catch {
        text = null;
      }
      text ??= memory.get(name) ?? null;
      try {
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      memory.set(name, text);
      try {
        localStorage.setItem(start + name, text);
      } catch {
        // Full or forbidden: the copy in memory serves while the page lives.
      }
    },
    remove(name) {
      memory.delete(name);
      try {
        localStorage.removeItem(start + name);
      } catch {
        // As above.
      }
    },
  };
}
