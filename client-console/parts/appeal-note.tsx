import type { QueueItem } from '../../contract/moderation.ts';
import { texts } from '../i18n/texts.ts';
import { When } from './basic.tsx';

/** The author's appeal as they wrote it. */
export const AppealNote = ({ appeal: { at, note } }: { appeal: NonNullable<QueueItem['appeal']> }) => (
  <div class="appeal">
    <h3 class="row">
      {texts().card.appealNote}
      <When at={at} />
    </h3>
    <p dir="auto" tabIndex={0}>
      {note || texts().common.none}
    </p>
  </div>
);
