/**
 * The file `report.js`: asks what is wrong with a comment. As in late-entry.ts, what the first comments need is in one file.
 * Part: `dialog`. Keys: Esc closes, focus returns to where it was.
 */
import './mount.tsx';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReasonCode } from '../server/domain/decision-words.ts';
import type { LateCatalogue } from './i18n/zh-CN-late.ts';
import css from './report.css';
import { Refused } from './sdk.ts';
import type { Report } from './types/report.ts';

const isReason = (t: LateCatalogue, reason: string): reason is ReasonCode => reason in t.reasons;

/** Opens the dialog in a box. */
export function openReport(report: Report): void {
  const place = document.createElement('div');
  const tree = report.root.getRootNode();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  if (tree instanceof ShadowRoot) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
  const close = (): void => {
    render(null, place);
    place.remove();
    if (tree instanceof ShadowRoot) tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((one) => one !== sheet);
  };
  report.root.append(place);
  render(<ReportDialog report={report} onClose={close} />, place);
}

function ReportDialog({ report: { t, send: sendReason, showAnswerTime, announce }, onClose }: { report: Report; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const answerTime = useRef<HTMLDivElement>(null);
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');

  useEffect(() => {
    dialog.current?.showModal();
    showAnswerTime(answerTime.current);
  }, []);

  async function send(): Promise<void> {
    if (!isReason(t, reason)) {
      setError(t.reportNeedsReason);
      return;
    }
    try {
      await sendReason(reason);
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
      aria-label={t.reportTitle}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h3>{t.reportTitle}</h3>
        <fieldset>
          <legend>{t.reportAsk}</legend>
          {Object.entries(t.reasons).map(([code, words]) => (
            <label key={code}>
              <input type="radio" name="reason" value={code} checked={reason === code} onChange={() => setReason(code)} />
              {words}
            </label>
          ))}
        </fieldset>
        <div ref={answerTime} />
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
