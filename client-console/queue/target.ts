import { queue } from './store.ts';

/** What is decided on: one card, or all that are selected. */
export type Target = { id: string } | 'selection';

/** Names a target in maps. */
export const keyOf = (target: Target): string => (target === 'selection' ? target : target.id);

/** What keys act on: the selection, else the card in focus. */
export function target(): Target | null {
  if (queue.value.selected.size > 0) return 'selection';
  const { focused } = queue.value;
  return focused === null ? null : { id: focused };
}
