import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { ban, liftBan } from '../site-calls.ts';
import { fill, words } from '../i18n/say.ts';
import { remember, sayUndoable } from '../queue/undo.ts';
import { REASON_CODES, type ReasonCode } from '../../domain/decision-words.ts';
import { toast } from '../toasts.ts';
import { BAN_LENGTHS, banEnd, type BanLength } from './ban-adder.tsx';
import { Dialog } from './dialog.tsx';
import { Check, SelectField, TextField } from './fields.tsx';

/** Who is about to be banned, and where. */
const banning = signal<{ site: string; reader: string; name: string } | null>(null);

/** Opens the question for a comment's author; false where there is none. */
export function askToBan({ siteId, author }: { siteId: string; author: { id: string; name: string } | null }): boolean {
  if (author === null) return false;
  banning.value = { site: siteId, reader: author.id, name: author.name };
  return true;
}

/** Asks for how long and why, then bans. */
export function BanDialog() {
  const who = banning.value;
  return who === null ? null : <BanForm key={who.reader} {...who} />;
}

function BanForm({ site, reader, name }: { site: string; reader: string; name: string }) {
  const said = words();
  const [length, setLength] = useState<BanLength>('week');
  const [reason, setReason] = useState<ReasonCode>('SPAM');
  const [isQuiet, setQuiet] = useState(false);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const close = (): void => {
    banning.value = null;
  };

  async function submit(): Promise<void> {
    setBusy(true);
    const until = banEnd(length);
    try {
      const made = await ban({ site, kind: 'reader', value: reader, mode: isQuiet ? 'shadow' : 'block', reason, note: note.trim(), until });
      remember(Promise.resolve(() => liftBan(site, made.ban.id).then(() => toast(fill(said.ban.lifted, { name }), { kind: 'decision' }))));
      sayUndoable(fill(said.ban.done, { name }));
      close();
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : said.common.noConnection);
      setBusy(false);
    }
  }

  return (
    <Dialog title={fill(said.ban.title, { name })} onClose={close}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="meta">{said.ban.hint}</p>
        <div class="pair">
          <SelectField
            label={said.ban.until}
            value={length}
            options={BAN_LENGTHS.map((one) => [one, said.ban[one]] as const)}
            onChange={setLength}
          />
          <SelectField
            label={said.ban.reason}
            value={reason}
            options={REASON_CODES.map((one) => [one, said.reasons[one]] as const)}
            onChange={setReason}
          />
        </div>
        <TextField label={said.ban.note} value={note} onInput={setNote} maxlength={500} />
        <Check label={said.ban.quiet} isOn={isQuiet} onChange={setQuiet} />
        {fault !== null && (
          <p class="alert" role="alert">
            {fault}
          </p>
        )}
        <div class="foot">
          <button type="button" class="button" onClick={close}>
            {said.common.cancel}
          </button>
          <button type="submit" class="button danger" data-decides={reader} disabled={isBusy}>
            {said.ban.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
