import { signal } from '@preact/signals';
import { texts } from '../i18n/texts.ts';
import { toast } from '../toasts.ts';
import { decideTarget, mayDo } from './decide-target.ts';
import { draftOf, keepDraft } from './note-drafts.ts';
import { askReason } from './reason-question.ts';
import { followFocus } from './store.ts';

type Target = { id: string } | 'selection';

/** For what it is being asked why it is passed on: a card, or the selection. */
export const escalating = signal<Target | null>(null);

const keyOf = (of: Target): string => (of === 'selection' ? of : of.id);
/** Kept beside the remarks to refusals, under a name of its own. */
const draftKeyOf = (of: Target): { id: string } => ({ id: `escalate:${keyOf(of)}` });

/** Is it being asked why this is passed on? */
export const isAskingWhy = (of: Target): boolean => escalating.value !== null && keyOf(escalating.value) === keyOf(of);

/** Asks why a card or the selection is to be passed on; a second call for the same closes the question again. */
export function askWhy(of: Target | null): void {
  if (of !== null && of !== 'selection' && !mayDo(of.id, 'escalate')) {
    toast(texts().notes.refusedPlain, { kind: 'note' });
    return;
  }
  askReason(null);
  escalating.value = of !== null && isAskingWhy(of) ? null : of;
}

/** Leaves the question; the focus goes back to the card. */
export function leaveWhy(): void {
  escalating.value = null;
  followFocus();
}

/** Passes it on with the note as it is written, which may be empty. */
export async function escalate(of: Target): Promise<void> {
  const note = escalationDraft(of).trim();
  escalating.value = null;
  followFocus();
  if (await decideTarget(of, 'escalate', undefined, note)) keepEscalationDraft(of, '');
}

/** The note as far as it is written: going on to another card and back loses none. */
export const escalationDraft = (of: Target): string => draftOf(draftKeyOf(of));
export const keepEscalationDraft = (of: Target, text: string): void => keepDraft(draftKeyOf(of), text);
