import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { ban, liftBan } from '../site-calls.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { REASON_CODES, type ReasonCode } from '../../server/domain/decision-words.ts';
import { toast } from '../toasts.ts';
import { BAN_LENGTHS, banEnd, type BanLength } from './ban-adder.tsx';
import type { BannedReader } from './banned-reader.ts';
import { Check, SelectField, TextField } from './fields.tsx';

/** The form in which a moderator bans a reader: for how long, and why. */
export function BanForm({ site, reader, name, close }: BannedReader & { close: () => void }) {
  const t = texts();
  const [length, setLength] = useState<BanLength>('week');
  const [reason, setReason] = useState<ReasonCode>('SPAM');
  const [isQuiet, setQuiet] = useState(false);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    const until = banEnd(length);
    try {
      const made = await ban({ site, kind: 'reader', value: reader, mode: isQuiet ? 'shadow' : 'block', reason, note: note.trim(), until });
      remember(
        Promise.resolve(() => liftBan(site, made.ban.id).then(() => toast(formatText(t.ban.lifted, { name }), { kind: 'decision' }))),
      );
      toastWithUndo(formatText(t.ban.done, { name }));
      close();
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : t.common.noConnection);
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p class="meta">{t.ban.hint}</p>
      <div class="pair">
        <SelectField
          label={t.ban.until}
          value={length}
          options={BAN_LENGTHS.map((one) => [one, t.ban[one]] as const)}
          onChange={setLength}
        />
        <SelectField
          label={t.ban.reason}
          value={reason}
          options={REASON_CODES.map((one) => [one, t.reasons[one]] as const)}
          onChange={setReason}
        />
      </div>
      <TextField label={t.ban.note} value={note} onInput={setNote} maxlength={500} />
      <Check label={t.ban.quiet} isOn={isQuiet} onChange={setQuiet} />
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <div class="foot">
        <button type="button" class="button" onClick={close}>
          {t.common.cancel}
        </button>
        <button type="submit" class="button danger" data-decides={reader} disabled={isBusy}>
          {t.ban.submit}
        </button>
      </div>
    </form>
  );
}
