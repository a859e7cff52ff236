import { signal } from '@preact/signals';
import { keyOf, type Target } from './target.ts';

/** The target for which the moderator is asked why it is refused. */
export const askingFor = signal<Target | null>(null);
/** What a reason's key does while the reasons are open; the open picker sets it. */
export const pickReason = signal<((reason: string) => void) | null>(null);
/** Is the field of the note to get the keyboard's focus? The open picker resets it. */
export const noteWish = signal(false);

/** Asks for the reason, with the focus in the field of the note. */
export function askNote(of: Target | null): void {
  if (askingFor.value === null) askReason(of);
  noteWish.value = askingFor.value !== null;
}

/** Asks for the reason; a second call for the same target closes the question again. */
export function askReason(of: Target | null): void {
  askingFor.value = of !== null && isAskingFor(of) ? null : of;
}

/** Is the reason for refusing this being asked for? */
export function isAskingFor(of: Target): boolean {
  const now = askingFor.value;
  return now !== null && keyOf(now) === keyOf(of);
}
