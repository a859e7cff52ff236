import { Refused } from '../api.ts';
import { words } from '../i18n/say.ts';
import { toast } from '../toasts.ts';

/** Takes one act back. Throws like any call when it could not be asked. */
export type TakeBack = () => Promise<void>;

/** So many acts can be taken back one after the other. */
const MOST = 50;
const acts: Promise<TakeBack | null>[] = [];

/** Remembers an act that may still be on its way; null once it turns out that nothing came of it. */
export function remember(act: Promise<TakeBack | null>): void {
  acts.push(act);
  if (acts.length > MOST) acts.shift();
}

/** Says what was done, with the way back. */
export function sayUndoable(text: string): void {
  toast(text, { kind: 'decision', act: { label: words().actions.undo, run: () => void undoLast(), key: 'u' } });
}

/** Takes the last act back, also one that is still on its way. What could not be asked can be asked again. */
export async function undoLast(): Promise<void> {
  let last: TakeBack | null = null;
  while (last === null) {
    const pending = acts.pop();
    if (pending === undefined) {
      toast(words().done.nothing, { kind: 'decision' });
      return;
    }
    last = await pending;
  }
  try {
    await last();
  } catch (error) {
    acts.push(Promise.resolve(last));
    toast(error instanceof Refused ? error.problem.detail : words().common.noConnection, { tone: 'bad', kind: 'note' });
  }
}
