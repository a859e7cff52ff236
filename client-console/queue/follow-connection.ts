import { effect } from '@preact/signals';
import { formatText } from '../../client-shared/i18n.ts';
import { noteText } from '../i18n/terms.ts';
import { texts } from '../i18n/texts.ts';
import { liveState } from '../live.ts';
import { toast } from '../toasts.ts';
import { flush, stopRetrying } from './outbox-attempts.ts';
import { entries, newEntry, unsentCount } from './outbox-entries.ts';
import { savedUnsent } from './outbox-storage.ts';
import { whyNotApplied } from './results.ts';
import { catchUp, setApart } from './store.ts';

/** Sends what waits whenever there is a connection again, also what an earlier page left; gives what ends it. */
export function followConnection(): () => void {
  resume();
  const retry = (): void => void flush();
  const stopLive = effect(() => {
    if (liveState.value === 'live') retry();
  });
  const stopWarning = effect(() => {
    if (unsentCount.value > 0) addEventListener('beforeunload', warn);
    else removeEventListener('beforeunload', warn);
  });
  addEventListener('online', retry);
  return () => {
    stopLive();
    stopWarning();
    removeEventListener('online', retry);
    removeEventListener('beforeunload', warn);
    stopRetrying();
    entries.value = [];
  };
}

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Takes over the calls to which an earlier page of this tab had no answer. */
function resume(): void {
  const restored = savedUnsent().map((input) => newEntry(input));
  if (restored.length === 0) return;
  for (const { entry } of restored) entry.isWaiting = true;
  entries.value = restored.map(({ entry }) => entry);
  const release = setApart(restored.flatMap(({ entry }) => entry.input.items.map(({ id }) => id)));
  void Promise.all(restored.map(({ done }) => done)).then((all) => {
    release();
    const results = all.flat();
    const applied = results.filter(({ result }) => result === 'applied').length;
    if (applied > 0) toast(formatText(texts().unsent.sent, { n: applied }), { kind: 'decision' });
    const failed = results.find(({ result }) => result !== 'applied');
    if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
    void catchUp();
  });
}
