import { useEffect, useRef } from 'preact/hooks';

/** Where the focus goes when what had it is no longer there after a change. @returns the ref of an element that can have it. */
export function useKeptFocus<E extends HTMLElement>(changed: unknown): { current: E | null } {
  const element = useRef<E>(null);
  useEffect(() => {
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [changed]);
  return element;
}
