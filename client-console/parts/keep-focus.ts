import { useEffect, useRef } from 'preact/hooks';

/**
 * Where the focus goes when what had it is no longer there after a change.
 * @param changed what changes; undefined: there is nothing yet
 * @param isAtOnce also when it is first shown, in the place of something else
 * @returns the ref of an element that can have the focus
 */
export function useKeptFocus<E extends HTMLElement>(changed: unknown, isAtOnce = false): { current: E | null } {
  const element = useRef<E>(null);
  const before = useRef<unknown>(isAtOnce ? null : undefined);
  useEffect(() => {
    const wasThere = before.current !== undefined;
    before.current = changed;
    if (wasThere && document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [changed]);
  return element;
}
