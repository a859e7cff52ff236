import { signal } from '@preact/signals';
import { texts } from '../i18n/texts.ts';
import { toast } from '../toasts.ts';
import { decideTarget, mayDo } from './decide-target.ts';
import { draftOf, keepDraft } from './note-drafts.ts';
import { askReason } from './reason-question.ts';
import { followFocus } from './store.ts';

type Target = { id: string } | 'selection';

/** The target for which the moderator is asked why it is passed on to seniors. */
export const escalating = signal<Target | null>(null);

const keyOf = (of: Target): string => (of === 'selection' ? of : of.id);
/** Where the note is kept, beside the notes to refusals. */
const draftKeyOf = (of: Target): { id: string } => ({ id: `escalate:${keyOf(of)}` });

/** Is the moderator being asked why this target is passed on? */
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

/** Closes the question; the focus returns to the card. */
export function leaveWhy(): void {
  escalating.value = null;
  followFocus();
}

/** Passes the target on with the note as it is written, which may be empty. */
export async function escalate(of: Target): Promise<void> {
  const note = escalationDraft(of).trim();
  escalating.value = null;
  followFocus();
  if (await decideTarget(of, 'escalate', undefined, note)) keepEscalationDraft(of, '');
}

/** The note as far as it is written: a moderator who goes on to another card and back does not lose it. */
export const escalationDraft = (of: Target): string => draftOf(draftKeyOf(of));
export const keepEscalationDraft = (of: Target, text: string): void => keepDraft(draftKeyOf(of), text);
