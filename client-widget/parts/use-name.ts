import { useState } from 'preact/hooks';

let last = 0;

/** A name for an element, its own in the page: labels point to it. */
export function useName(): string {
  const [name] = useState(() => `liangju-${++last}`);
  return name;
}
