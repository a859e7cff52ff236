import type { Controller } from '../types/controller.ts';

/**
 * Makes the browser one without a reader: token and name are forgotten, drafts stay. What waits for a connection returns to its
 * field, so that it is not sent as somebody else.
 */
export function becomeNew(box: Controller): void {
  for (const { key, state } of box.state.sending) if (state === 'waiting') box.actions?.cancel(key);
  box.kept.remove('name');
  box.generation++;
  void box.actions?.setReader(null);
}
