import { useMemo, useRef } from 'preact/hooks';
import { detailsOf } from '../queue/navigate.ts';
import { askingFor } from '../queue/reason-question.ts';
import { isAskingWhy } from '../queue/escalate.ts';
import { heights } from '../queue/heights.ts';
import { queue } from '../queue/store.ts';
import type { CardNote } from '../queue/queue-state.ts';
import { type Row, rowsOf } from '../queue/placeholders.ts';
import { Card } from './card.tsx';
import { useWindow } from './use-window.ts';
import { PlaceholderCard } from './placeholder-card.tsx';

/** A row as it was shown. */
interface Shown {
  item: Row['item'];
  note: CardNote | null;
  isPlaceholder: boolean;
}

/** The cards of the queue, and placeholders of cards that have left. Only rows near the window are on the page. */
export function CardList() {
  const { items, placeholders, notes, focused, selected, nextCursor } = queue.value;
  const rows = useMemo(() => rowsOf(items, placeholders), [items, placeholders]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const { list, pieces, pointerHandlers, refresh } = useWindow(ids, focused);
  const shown = useRef<ReadonlyMap<string, Shown>>(new Map());
  const kept = useRef<ReadonlyMap<string, number>>(new Map());

  const isOpen = (id: string): boolean =>
    detailsOf.value === id ||
    isAskingWhy({ id }) ||
    (askingFor.value !== null && askingFor.value !== 'selection' && askingFor.value.id === id);
  const now = new Map<string, Shown>();
  const keptNow = new Map<string, number>();
  for (const piece of pieces) {
    const row = 'row' in piece ? rows[piece.row] : undefined;
    if (row === undefined) continue;
    const { id, item, isPlaceholder } = row;
    const note = row.isPlaceholder ? row.note : (notes.get(id) ?? null);
    now.set(id, { item, note, isPlaceholder });
    const before = shown.current.get(id);
    const hasChanged = before !== undefined && (before.item !== item || before.note !== note || before.isPlaceholder !== isPlaceholder);
    const height = hasChanged ? heights.known.get(id) : kept.current.get(id);
    // Live events change no card's height; details that the moderator opens do.
    if (isPlaceholder) keptNow.set(id, kept.current.get(id) ?? height ?? heights.guess);
    else if (height !== undefined && !isOpen(id)) keptNow.set(id, height);
  }
  shown.current = now;
  kept.current = keptNow;

  const letGrow = (event: Event): void => {
    const opener = event.target instanceof Element ? event.target.closest('[aria-expanded]') : null;
    const id = opener?.closest<HTMLElement>('.slot')?.dataset.row;
    if (id === undefined || !kept.current.has(id)) return;
    kept.current = new Map([...kept.current].filter(([one]) => one !== id));
    refresh();
  };
  const nameOf = (at: number): string => {
    const next = pieces[at];
    return next !== undefined && 'row' in next ? (rows[next.row]?.id ?? '') : 'end';
  };
  return (
    <div ref={list} class="rows" onClick={letGrow} {...pointerHandlers}>
      {pieces.map((piece, at) => {
        if ('gap' in piece) return <div key={`before ${nameOf(at + 1)}`} class="gap" style={{ height: `${piece.gap}px` }} />;
        const row = rows[piece.row];
        if (row === undefined) return null;
        const { id, item } = row;
        const height = keptNow.get(id);
        return (
          <div
            key={id}
            class={`slot${height === undefined ? '' : ' kept'}`}
            data-row={id}
            style={{ height: height === undefined ? '' : `${height}px` }}
          >
            {row.isPlaceholder ? (
              <PlaceholderCard id={id} note={row.note} />
            ) : (
              <Card
                item={item}
                note={notes.get(id) ?? null}
                isFocused={id === focused}
                isSelected={selected.has(id)}
                position={{ at: piece.row + 1, of: nextCursor === null ? rows.length : -1 }}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
