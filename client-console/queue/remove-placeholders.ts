import { rowElements } from './anchor.ts';
import { heights } from './heights.ts';
import { dispatch, queue } from './store.ts';
import { rowsOf } from './placeholders.ts';

/** What the moderator did: scrolled, moved the pointer to another row, or out of the list. */
export type Step = 'scrolled' | 'moved' | 'left';

const heightOf = (ids: readonly string[]): number => ids.reduce((sum, id) => sum + (heights.known.get(id) ?? heights.guess), 0);

/** Could the page stay where it is by scrolling if rows above and below what is visible went? */
function wouldStay(above: number, all: number): boolean {
  const { scrollHeight } = document.documentElement;
  return scrollY >= above && scrollHeight - all - innerHeight >= scrollY - above;
}

/**
 * Removes the placeholders of cards that have left, where neither pointer nor focus is on them and nothing that the
 * moderator looks at moves by it.
 * @param hovered the row under the pointer, or null.
 */
export function removePlaceholders(list: Element, hovered: string | null, step: Step): void {
  const { items, placeholders, notes, focused } = queue.value;
  // A card that only shows who was first has been read once it is scrolled away.
  const read = step === 'scrolled' ? [...notes].flatMap(([id, note]) => (note.settled && id !== focused ? [id] : [])) : [];
  if (placeholders.length + read.length === 0) return;
  const shown = new Map(rowElements(list).map((row) => [row.dataset.row ?? '', row]));
  const order = rowsOf(items, placeholders).map(({ id }) => id);
  const isSeen = (id: string): boolean => {
    const rect = shown.get(id)?.getBoundingClientRect();
    return rect !== undefined && rect.bottom > 0 && rect.top < innerHeight;
  };
  const free = [...placeholders.map(({ item }) => item.comment.id), ...read].filter(
    (id) => id !== hovered && shown.get(id)?.contains(document.activeElement) !== true,
  );
  if (step === 'left') {
    go(free);
    return;
  }
  const looked = step === 'moved' && hovered !== null ? hovered : (order.find((id) => isSeen(id)) ?? '');
  const above = new Set(order.slice(0, Math.max(0, order.indexOf(looked))));
  for (const candidates of step === 'moved' ? [free, free.filter((id) => !isSeen(id))] : [free.filter((id) => !isSeen(id))]) {
    if (!wouldStay(heightOf(candidates.filter((id) => above.has(id))), heightOf(candidates))) continue;
    go(candidates);
    return;
  }
}

function go(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const all = new Set(ids);
  dispatch({ type: 'left', ids: all });
  dispatch({ type: 'placeholdersRemoved', ids: all });
}
