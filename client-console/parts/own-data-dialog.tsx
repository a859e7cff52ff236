import { useState } from 'preact/hooks';
import { ERASURE_CHOICES, type ErasureChoice } from '../../server/domain/enumerations.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { call, queryOf, Refused, send } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { may } from '../session.ts';
import { toast } from '../toasts.ts';
import { Dialog } from './dialog.tsx';
import { Check, SelectField, TextField } from './fields.tsx';
import { saveFile } from './save-file.ts';

interface Props {
  site: string;
  reader: string;
  name: string;
  close: () => void;
}

const pathOf = (reader: string): string => `/readers/${encodeURIComponent(reader)}`;

/** Asks why, then gives out or erases all that is held of a reader. */
export function OwnDataDialog({ site, reader, name, close }: Props) {
  const { ownData: t, common } = texts();
  const [reason, setReason] = useState('');
  const [comments, setComments] = useState<ErasureChoice>('anonymous');
  const [isSure, setSure] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const why = reason.trim();

  async function attempt(work: () => Promise<void>): Promise<void> {
    setFault(why === '' ? t.needsReason : null);
    if (why === '') return;
    setBusy(true);
    try {
      await work();
      close();
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
      setBusy(false);
    }
  }

  async function save(): Promise<void> {
    const answer = await send(`${pathOf(reader)}/export${queryOf({ reason: why, format: 'json' })}`);
    saveFile(await answer.blob(), `liangju-${site}-${reader}.json`);
  }

  async function erase(): Promise<void> {
    await call(`${pathOf(reader)}/erase`, { method: 'POST', body: { comments, reason: why } });
    toast(formatText(t.started, { name }));
  }

  return (
    <Dialog title={formatText(t.title, { name })} onClose={close}>
      <form class="stack" onSubmit={(event) => event.preventDefault()}>
        <p class="meta">{t.hint}</p>
        <TextField label={t.reason} value={reason} onInput={setReason} maxlength={500} />
        {may('reader.erase', site) && (
          <>
            <SelectField
              label={t.comments}
              value={comments}
              options={ERASURE_CHOICES.map((one) => [one, t[one]] as const)}
              onChange={setComments}
            />
            <Check label={t.sure} isOn={isSure} onChange={setSure} />
          </>
        )}
        {fault !== null && (
          <p class="alert" role="alert">
            {fault}
          </p>
        )}
        <div class="foot">
          <button type="button" class="button" onClick={close}>
            {common.cancel}
          </button>
          <button type="button" class="button" disabled={isBusy} onClick={() => void attempt(save)}>
            {t.export}
          </button>
          {may('reader.erase', site) && (
            <button type="button" class="button danger" disabled={isBusy || !isSure} onClick={() => void attempt(erase)}>
              {t.erase}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
