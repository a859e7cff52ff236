import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import type { ListPhase } from '../queue/queue-state.ts';

/** A list that is read page by page. */
export interface Pages<T> {
  items: readonly T[];
  phase: ListPhase;
  /** Why it failed, as the service's sentence; undefined without a connection. */
  detail: string | undefined;
  /** Where the next page begins; null at the end of the list. */
  next: string | null;
  isReading: boolean;
  more: () => void;
  reload: () => void;
  /** Replaces the items. */
  replace: (change: (items: readonly T[]) => readonly T[]) => void;
}

/** Pages that outlive the list that shows them, with what they answer. */
export interface KeptPages<T> {
  current: { key: string; held: Held<T> } | null;
}

interface Held<T> {
  items: readonly T[];
  cursor: string | null;
  phase: Pages<T>['phase'];
  detail: string | undefined;
}

/**
 * Reads a list, and again whenever its key changes; answers to earlier questions are dropped.
 * @param read gives one page from a cursor on; undefined = from the beginning.
 * @param kept holds the pages for when the list is shown again: what is kept there under the key is not read again.
 */
export function usePages<T>(
  key: string,
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
  kept?: KeptPages<T>,
): Pages<T> {
  const found = useRef(kept?.current?.key === key ? kept.current.held : null);
  const [held, setHeld] = useState<Held<T>>(found.current ?? { items: [], cursor: null, phase: 'loading', detail: undefined });
  const [isReading, setReading] = useState(false);
  const question = useRef(0);

  const ask = (cursor: string | undefined): void => {
    const own = ++question.current;
    setReading(true);
    if (cursor === undefined) setHeld({ items: [], cursor: null, phase: 'loading', detail: undefined });
    read(cursor).then(
      ({ items, nextCursor }) => {
        if (own !== question.current) return;
        setHeld((before) => ({ items: [...before.items, ...items], cursor: nextCursor, phase: 'ready', detail: undefined }));
        setReading(false);
      },
      (error: unknown) => {
        if (own !== question.current) return;
        const detail = error instanceof Refused ? error.problem.detail : undefined;
        setHeld((before) => ({ ...before, phase: before.items.length === 0 ? 'failed' : before.phase, detail }));
        setReading(false);
      },
    );
  };
  if (kept !== undefined) kept.current = held.phase === 'ready' ? { key, held } : null;
  useEffect(() => {
    if (found.current === null) ask(undefined);
    found.current = null;
    return () => {
      question.current++;
    };
  }, [key]);

  return {
    items: held.items,
    phase: held.phase,
    detail: held.detail,
    next: held.cursor,
    isReading,
    more: () => {
      if (held.cursor !== null && !isReading) ask(held.cursor);
    },
    reload: () => ask(undefined),
    replace: (change) => setHeld((before) => ({ ...before, items: change(before.items) })),
  };
}
