import { findShown } from './changes.ts';
import type { Controller } from './types/controller.ts';
import { isEditable } from './state.ts';
import type { Storage } from './storage.ts';

/** A text that was typed and whose field is not on the page. */
export interface KeptText {
  /** `draft` of a comment (id `''`) or of an answer to one; `edit` of an own comment. */
  kind: 'draft' | 'edit';
  id: string;
  body: string;
}

/** The text of an edit of an own comment that is not saved yet. */
export const keptEdit = ({ keptHere }: Controller, id: string): string | null => keptHere.get<string>(`edit:${id}`);

/** Keeps an edit until it is saved or thrown away; an empty one is thrown away. */
export function keepEdit({ keptHere }: Controller, id: string, body: string): void {
  if (body === '') keptHere.remove(`edit:${id}`);
  else keptHere.set(`edit:${id}`, body);
}

/** Is there a field on the page for this text, or a button that opens it? */
function hasField(controller: Controller, kind: KeptText['kind'], id: string, mayWrite: boolean): boolean {
  const { state } = controller;
  const comment = state.own.find((own) => own.id === id) ?? findShown({ ...state, fresh: [] }, id);
  if (kind === 'edit') return comment !== undefined && isEditable(state.site, comment);
  return mayWrite && (id === '' || (comment?.html != null && comment.status === 'published'));
}

/** The names of what is kept for this thread, from before and, where the browser keeps nothing, of this page. */
function namesOf({ start, memory }: Storage): string[] {
  let keys: string[] = [];
  try {
    keys = Object.keys(localStorage);
  } catch {
    // Storage is forbidden: only names that were set on this page are known.
  }
  return [...new Set([...memory.keys(), ...keys.flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []))])];
}

/** The kept texts that their reader could not find again; nothing before the list is there. */
export function textsWithoutField(controller: Controller, mayWrite: boolean): KeptText[] {
  const { keptHere, state } = controller;
  if (state.phase !== 'ready') return [];
  return namesOf(keptHere).flatMap((name) => {
    const [, kind, id = ''] = /^(draft|edit):(.*)$/.exec(name) ?? [];
    const body = keptHere.get<string>(name);
    if ((kind !== 'draft' && kind !== 'edit') || body === null || hasField(controller, kind, id, mayWrite)) return [];
    return [{ kind, id, body }];
  });
}
