/** What this browser keeps for one thread or site; where storage is blocked, for as long as the page lives. */
export interface Storage {
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  remove(name: string): void;
}

/** Opens what is kept under a prefix. */
export function openStorage(prefix: string): Storage {
  const memory = new Map<string, string>();
  const key = (name: string): string => `liangju:${prefix}:${name}`;
  return {
    get<T>(name: string): T | null {
      let text: string | null | undefined;
      try {
        text = localStorage.getItem(key(name));
      } catch {
        text = null;
      }
      text ??= memory.get(key(name)) ?? null;
      try {
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      memory.set(key(name), text);
      try {
        localStorage.setItem(key(name), text);
      } catch {
        // Full or forbidden: the copy in memory serves while the page lives.
      }
    },
    remove(name) {
      memory.delete(key(name));
      try {
        localStorage.removeItem(key(name));
      } catch {
        // As above.
      }
    },
  };
}
