/** Asks before a text that was not sent is thrown away; the page's own dialogs are forbidden in many frames. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLateBox } from './late-box.ts';
import { useElementId } from './use-element-id.ts';

export function AskDiscard({ onDiscard, onStay }: { onDiscard: () => void; onStay: () => void }) {
  const { t } = useLateBox();
  const stay = useRef<HTMLButtonElement>(null);
  const id = useElementId();
  useLayoutEffect(() => stay.current?.focus(), []);
  return (
    <div class="bar ask" role="group" aria-labelledby={id}>
      <p id={id}>{t.discard}</p>
      <button type="button" class="plain" onClick={onDiscard}>
        {t.discardYes}
      </button>
      <button ref={stay} type="button" class="primary" onClick={onStay}>
        {t.discardNo}
      </button>
    </div>
  );
}
