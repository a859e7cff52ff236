import type { QueueItem } from '../../contract/moderation.ts';
import { texts } from '../i18n/texts.ts';
import { When } from './basic.tsx';
import { whoOf } from './decisions.tsx';

/** The colleague who passed a case on, when, and why. */
export const EscalationNote = ({ escalation: { by, at, note } }: { escalation: NonNullable<QueueItem['escalation']> }) => (
  <div class="escalation">
    <p class="row">
      <bdi class="strong">{whoOf(by)}</bdi>
      <span>{texts().escalation.by}</span>
      <When at={at} />
    </p>
    {note !== '' && <p dir="auto">{note}</p>}
  </div>
);
