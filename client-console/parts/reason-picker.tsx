import { useLayoutEffect, useRef } from 'preact/hooks';
import { keysOn } from '../choices.ts';
import { texts } from '../i18n/texts.ts';
import { draftOf, keepDraft } from '../queue/note-drafts.ts';
import { noteWish, pickReason } from '../queue/reason-question.ts';
import { REASON_CODES } from '../../server/domain/decision-words.ts';

/** Why a comment is refused: nine by their keys, the rest by pointing, and a remark for the audit. */
export function ReasonPicker({
  of,
  onPick,
  onCancel,
}: {
  of: { id: string } | 'selection';
  onPick: (reason: string) => void;
  onCancel: () => void;
}) {
  const { card, common, reasons } = texts();
  const element = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wish = noteWish.value;
  // The group itself gets the focus: Enter on it is the last reason, not the first button.
  useLayoutEffect(() => element.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), []);
  useLayoutEffect(() => {
    pickReason.value = onPick;
    return () => {
      if (pickReason.value === onPick) pickReason.value = null;
    };
  }, [onPick]);
  useLayoutEffect(() => {
    if (!wish) return;
    noteWish.value = false;
    field.current?.focus();
  }, [wish]);
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
        {REASON_CODES.map((reason, i) => (
          <li key={reason}>
            <button type="button" class="button small" data-decides={reason} onClick={() => onPick(reason)}>
              {keysOn.value && i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>}
              {keysOn.value && reason === 'OTHER' && <kbd aria-hidden="true">↵</kbd>}
              {reasons[reason]}
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={field}
        class="input"
        aria-label={card.note}
        placeholder={card.note}
        maxLength={500}
        value={draftOf(of)}
        onInput={(event) => keepDraft(of, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') onCancel();
          // Back to the reasons, where the digits are keys again.
          if (event.key === 'Enter') element.current?.focus();
        }}
      />
    </div>
  );
}
