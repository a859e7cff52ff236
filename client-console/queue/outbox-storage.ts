import type { DecisionInput } from '../calls.ts';
import { staff } from '../session.ts';

const storageKeyOf = (id: string): string => `liangju-admin:unsent:${id}`;

/** Keeps calls that are not answered for this account in this tab alone: two tabs would both send them. */
export function saveUnsent(inputs: readonly DecisionInput[]): void {
  const me = staff.value;
  if (me === null) return;
  try {
    if (inputs.length === 0) sessionStorage.removeItem(storageKeyOf(me.id));
    else sessionStorage.setItem(storageKeyOf(me.id), JSON.stringify(inputs));
  } catch {
    // Where storage is forbidden they wait as long as the page.
  }
}

/** The calls to which an earlier page of this tab had no answer. */
export function savedUnsent(): DecisionInput[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storageKeyOf(staff.value?.id ?? '')) ?? '[]');
    return Array.isArray(found) ? found.filter(isInput) : [];
  } catch {
    return [];
  }
}

const isInput = (value: unknown): value is DecisionInput =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) && 'action' in value;
