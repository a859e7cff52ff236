import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { decideTarget } from '../queue/decide-target.ts';
import { askReason, isAskingFor } from '../queue/reason-question.ts';
import { askWhy, isAskingWhy } from '../queue/escalate.ts';
import { dispatch, followFocus, queue } from '../queue/store.ts';
import { may } from '../session.ts';
import { Key } from './card-buttons.tsx';
import { EscalateForm } from './escalate-form.tsx';
import { ReasonPicker } from './reason-picker.tsx';

/** What can be decided about all selected cards at once. */
export function BatchBar() {
  const { selected } = queue.value;
  if (selected.size === 0 || !may('moderation.decide', null)) return null;
  const { batch, actions } = texts();
  const isAsking = isAskingFor('selection');
  return (
    <div class="batch" role="group" aria-label={batch.label}>
      <strong class="num" title={batch.hint}>
        {formatText(batch.selected, { n: numberText(selected.size) })}
      </strong>
      <button type="button" class="button ok" data-decides={selected.size} onClick={() => void decideTarget('selection', 'approve')}>
        {actions.approve}
        <Key name="a" />
      </button>
      <button type="button" class="button bad" data-decides={selected.size} aria-expanded={isAsking} onClick={() => askReason('selection')}>
        {actions.reject} <span aria-hidden="true">▾</span>
        <Key name="r" />
      </button>
      <button type="button" class="button" data-decides={selected.size} onClick={() => void decideTarget('selection', 'spam')}>
        {actions.spam}
        <Key name="s" />
      </button>
      <button
        type="button"
        class="button"
        data-decides={selected.size}
        aria-expanded={isAskingWhy('selection')}
        onClick={() => askWhy('selection')}
      >
        {actions.escalate}
        <Key name="e" />
      </button>
      <button type="button" class="button plain" onClick={() => dispatch({ type: 'selectionCleared' })}>
        {batch.clear}
      </button>
      {isAskingWhy('selection') && <EscalateForm of="selection" />}
      {isAsking && (
        <ReasonPicker
          of="selection"
          onPick={(reason) => void decideTarget('selection', 'reject', reason)}
          onCancel={() => {
            askReason(null);
            followFocus();
          }}
        />
      )}
    </div>
  );
}
