/** Asks what is wrong with a comment. Part: `dialog`. Keys: Esc closes, focus returns to where it was. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReasonCode } from '../../server/domain/decision-words.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import { Refused } from '../sdk.ts';
import { useLateBox } from './context.ts';
import { Duty } from './duty.tsx';
import { useElementId } from './use-element-id.ts';

const isReason = (t: LateCatalogue, reason: string): reason is ReasonCode => reason in t.reasons;

export function ReportDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { controller, t, announce } = useLateBox();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');
  const titleId = useElementId();

  useEffect(() => dialog.current?.showModal(), []);

  async function send(): Promise<void> {
    if (!isReason(t, reason)) {
      setError(t.reportNeedsReason);
      return;
    }
    try {
      await controller.actions?.report(id, reason);
      dialog.current?.close();
      announce(t.reportSent);
    } catch (cause) {
      setError(cause instanceof Refused ? cause.message : t.failed);
    }
  }

  return (
    <dialog
      ref={dialog}
      part="dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h3 id={titleId}>{t.reportTitle}</h3>
        <fieldset>
          <legend>{t.reportAsk}</legend>
          {Object.entries(t.reasons).map(([code, words]) => (
            <label key={code}>
              <input type="radio" name="reason" value={code} checked={reason === code} onChange={() => setReason(code)} />
              {words}
            </label>
          ))}
        </fieldset>
        <Duty about="answerWithin" />
        <p class="error" role="alert">
          {error}
        </p>
        <div class="bar">
          <button type="button" class="plain" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </button>
          <button type="submit" class="primary">
            {t.reportSend}
          </button>
        </div>
      </form>
    </dialog>
  );
}
