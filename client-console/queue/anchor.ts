/** The rows of the list that are on the page. */
export const rowElements = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(':scope > .slot')];

/** The rows that must not move: the one that the moderator looks at, and those below it. */
export type Anchor = readonly { id: string; top: number }[];

/**
 * Finds the rows that must not move while the list changes: the row under the pointer, else the one in focus, else the first
 * visible one; and those after it, for the case that it leaves.
 */
export function anchorIn(list: Element, wanted: readonly (string | null)[]): Anchor {
  const places = rowElements(list).map((row) => ({ id: row.dataset.row ?? '', rect: row.getBoundingClientRect() }));
  const isSeen = ({ rect }: { rect: DOMRect }): boolean => rect.bottom > 0 && rect.top < innerHeight;
  const found = wanted.map((id) => places.findIndex((place) => place.id === id && isSeen(place))).find((at) => at >= 0);
  const first = found ?? places.findIndex(isSeen);
  return first < 0 ? [] : places.slice(first).map(({ id, rect }) => ({ id, top: rect.top }));
}

/** Scrolls so that the anchor is where it was; where that row has left, the next row of the anchor counts. */
export function keepAnchor(list: Element, anchor: Anchor): void {
  const [first] = anchor;
  if (first === undefined) return;
  const now = new Map(rowElements(list).map((row) => [row.dataset.row ?? '', row]));
  const still = anchor.map(({ id }) => now.get(id)).find((row) => row !== undefined);
  if (still === undefined) return;
  const moved = still.getBoundingClientRect().top - first.top;
  if (Math.abs(moved) >= 1) scrollBy(0, moved);
}
