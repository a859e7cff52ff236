import { useEffect, useRef } from 'preact/hooks';
import { keysOn } from '../choices.ts';
import { words } from '../i18n/say.ts';
import { refusalNote } from '../queue/desk.ts';
import { REASONS } from '../text/reasons.ts';

/** Why a comment is refused: nine by their keys, the rest by pointing, and a remark for the audit. */
export function ReasonPicker({ onPick, onCancel }: { onPick: (reason: string) => void; onCancel: () => void }) {
  const { card, common, reasons } = words();
  const element = useRef<HTMLDivElement>(null);
  // The group itself gets the focus: Enter on it is the last reason, not the first button.
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={element} class="why" role="group" tabIndex={-1} aria-label={card.askReason}>
      <div class="row">
        <h3 class="grow">{card.askReason}</h3>
        <button type="button" class="button plain small" onClick={onCancel}>
          {common.cancel}
          {keysOn.value && <kbd aria-hidden="true">esc</kbd>}
        </button>
      </div>
      <ul>
        {REASONS.map((reason, i) => (
          <li key={reason}>
            <button type="button" class="button small" onClick={() => onPick(reason)}>
              {keysOn.value && i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>}
              {keysOn.value && reason === 'OTHER' && <kbd aria-hidden="true">↵</kbd>}
              {reasons[reason]}
            </button>
          </li>
        ))}
      </ul>
      <input
        class="input"
        aria-label={card.note}
        placeholder={card.note}
        maxLength={500}
        value={refusalNote.value}
        onInput={(event) => {
          refusalNote.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
    </div>
  );
}
