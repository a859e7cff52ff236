import { signal } from '@preact/signals';
import type { ImportChoices } from './choices.ts';

/** What stands in a form for a file. */
export interface ImportDraft {
  file: File | null;
  choices: ImportChoices;
}

/** By form: a look at another screen loses none. */
export const importDrafts = signal<ReadonlyMap<string, ImportDraft>>(new Map());

/** Keeps what stands in a form; null: nothing does any more. */
export function keepDraft(form: string, draft: ImportDraft | null): void {
  const next = new Map(importDrafts.value);
  if (draft === null) next.delete(form);
  else next.set(form, draft);
  importDrafts.value = next;
}
