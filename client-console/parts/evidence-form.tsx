import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { Refused, send } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { DayField, momentOf } from './export-form.tsx';
import { SelectField, TextField } from './fields.tsx';
import { saveFile } from './save-file.ts';

const ABOUTS = ['thread', 'comment', 'reader', 'site'] as const;

/** Asks about whom or what and why, and saves the signed page that the service writes. */
export function EvidenceForm({ site }: { site: SiteFull }) {
  const { exports: t, common } = texts();
  const [about, setAbout] = useState<(typeof ABOUTS)[number]>('thread');
  const [id, setId] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const named = about === 'site' ? {} : { [about]: id.trim() };
      const body = { site: site.id, ...named, from: momentOf(from), to: momentOf(to), reason: reason.trim() };
      const answer = await send('/evidence', { method: 'POST', body, headers: { Accept: 'text/html' } });
      saveFile(await answer.blob(), `liangju-evidence-${site.id}.html`);
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="panel stack"
      aria-label={t.evidence}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t.evidence}</h2>
      <p class="meta">{t.evidenceHint}</p>
      <SelectField label={t.evidenceAbout} value={about} options={ABOUTS.map((one) => [one, t.abouts[one]] as const)} onChange={setAbout} />
      {about !== 'site' && <TextField label={t.evidenceId} value={id} onInput={setId} required />}
      <div class="row">
        <DayField label={t.from} value={from} onInput={setFrom} />
        <DayField label={t.to} value={to} onInput={setTo} />
      </div>
      <TextField label={t.evidenceReason} value={reason} onInput={setReason} required maxlength={500} />
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <div>
        <button type="submit" class="button main" disabled={isBusy}>
          {t.getEvidence}
        </button>
      </div>
    </form>
  );
}
