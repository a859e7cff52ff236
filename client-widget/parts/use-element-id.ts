import { useState } from 'preact/hooks';

let last = 0;

/** An id for an element, unique in the page: labels point to it. */
export function useElementId(): string {
  const [id] = useState(() => `liangju-${++last}`);
  return id;
}
