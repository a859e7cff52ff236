import { useState } from 'preact/hooks';
import { countText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { shownCount } from '../queue/count.ts';
import { decideCluster } from '../queue/decide-cluster.ts';
import { draftOf } from '../queue/note-drafts.ts';
import { askReason, isAskingFor } from '../queue/reason-question.ts';
import { queue } from '../queue/store.ts';
import { may } from '../session.ts';
import { ask } from './dialog.tsx';
import { ReasonPicker } from './reason-picker.tsx';

/** Many copies of one text: one decision for all of them, also for those that are not loaded. */
export function ClusterBar({ cluster }: { cluster: string }) {
  const t = texts();
  const [isBusy, setBusy] = useState(false);
  const n = shownCount.value;
  // The reason is asked for under the name of the cluster.
  const of = { id: `cluster:${cluster}` };
  const isAsking = isAskingFor(of);
  const isEmpty = queue.value.items.length === 0;

  const decide = async (action: 'approve' | 'reject' | 'spam', reason?: string): Promise<void> => {
    const note = isAsking ? draftOf(of).trim() : '';
    askReason(null);
    setBusy(true);
    const title = formatText(t.notes.confirmMany, { n: countText(n ?? queue.value.items.length), action: t.actions[action] });
    const isSure = await ask({ title, hint: t.cluster.hint, confirm: t.cluster[action] });
    setBusy(false);
    if (isSure) decideCluster(cluster, { action, ...(reason === undefined ? {} : { reason }), ...(note === '' ? {} : { note }) });
  };
  return (
    <section class="cluster" aria-label={t.cluster.label}>
      <p>
        <strong class="num">{n === null ? t.cluster.label : formatText(t.cluster.count, { n: countText(n) })}</strong>{' '}
        <span class="meta">{t.cluster.caption}</span>
      </p>
      <div class="row" hidden={!may('moderation.decide', null)}>
        <button type="button" class="button ok" data-decides={n} disabled={isEmpty || isBusy} onClick={() => void decide('approve')}>
          {t.cluster.approve}
        </button>
        <button
          type="button"
          class="button bad"
          data-decides={n}
          disabled={isEmpty || isBusy}
          aria-expanded={isAsking}
          onClick={() => askReason(of)}
        >
          {t.cluster.reject} <span aria-hidden="true">▾</span>
        </button>
        <button type="button" class="button" data-decides={n} disabled={isEmpty || isBusy} onClick={() => void decide('spam')}>
          {t.cluster.spam}
        </button>
      </div>
      {isAsking && <ReasonPicker of={of} onPick={(reason) => void decide('reject', reason)} onCancel={() => askReason(null)} />}
    </section>
  );
}
