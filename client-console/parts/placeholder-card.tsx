import { texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import type { CardNote } from '../queue/queue-state.ts';

/** An element where a card has left: as high as the card, so that nothing moves under a pointer. */
export const PlaceholderCard = ({ id, note }: { id: string; note: CardNote | null }) => (
  <div class="placeholder" data-id={id} tabIndex={-1}>
    <p class="meta">{note === null ? texts().notes.left : noteText(note)}</p>
  </div>
);
