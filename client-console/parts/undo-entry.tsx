import { useState } from 'preact/hooks';
import type { AuditView } from '../../contract/moderation.ts';
import { Refused } from '../api.ts';
import { now } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { takeBackEntries } from '../queue/undo.ts';
import { toast } from '../toasts.ts';

/** The button that undoes a moderator's own decision, for as long as that is possible. */
export function UndoEntry({ entry, onDone }: { entry: AuditView; onDone?: (() => void) | undefined }) {
  const { actions, done, common } = texts();
  const [state, setState] = useState<'possible' | 'under-way' | 'over'>('possible');
  if (entry.undo === null || (state === 'possible' && Date.parse(entry.undo.until) <= now.value)) return null;
  const takeBack = async (): Promise<void> => {
    setState('under-way');
    try {
      await takeBackEntries([entry]);
      setState('over');
      onDone?.();
    } catch (error) {
      setState('possible');
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
    }
  };
  // The button stays when it has been used, so that the focus is not lost.
  return (
    <button
      type="button"
      class="button small"
      data-decides={entry.undo.revision}
      aria-disabled={state !== 'possible'}
      onClick={() => state === 'possible' && void takeBack()}
    >
      {state === 'over' ? done.over : actions.undo}
    </button>
  );
}
