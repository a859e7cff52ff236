import { useId, useRef, useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import type { CommentStatus } from '../../server/domain/enumerations.ts';
import { EXPORT_FORMATS, EXPORT_FORMS, type ExportFormat } from '../../server/domain/export-formats.ts';
import { queryOf, Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { SERVICE } from '../service.ts';
import { getSites } from '../site-calls.ts';
import { toast } from '../toasts.ts';
import { Check, SelectField, TextField } from './fields.tsx';

/** What is taken of a site, and in which format; the browser saves what the service writes. */
export function ExportForm({ site }: { site: SiteFull }) {
  const { exports: t, statuses: names } = texts();
  const [format, setFormat] = useState<ExportFormat>('liangju');
  const [statuses, setStatuses] = useState<readonly CommentStatus[]>(EXPORT_FORMS.liangju.byDefault);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [thread, setThread] = useState('');
  const [isPersonal, setPersonal] = useState(false);
  const form = EXPORT_FORMS[format];
  const choose = (chosen: ExportFormat): void => {
    setFormat(chosen);
    setStatuses(EXPORT_FORMS[chosen].byDefault);
  };
  const turn = (status: CommentStatus, isOn: boolean): void =>
    setStatuses(form.statuses.filter((one) => (one === status ? isOn : statuses.includes(one))));
  const query = queryOf({
    site: site.id,
    format,
    status: statuses.join(','),
    from: momentOf(from),
    to: momentOf(to),
    thread: thread.trim() || undefined,
    personal: isPersonal ? 'true' : undefined,
  });
  return (
    <section class="panel stack" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="meta">{t.hint}</p>
      <SelectField
        label={t.format}
        value={format}
        options={EXPORT_FORMATS.map((one) => [one, t.formats[one]] as const)}
        onChange={choose}
        hint={t.about[format]}
      />
      <fieldset class="field">
        <legend>{t.statuses}</legend>
        <div class="row">
          {form.statuses.map((status) => (
            <Check
              key={status}
              label={status === 'purged' ? t.purged : names[status]}
              isOn={statuses.includes(status)}
              onChange={(isOn) => turn(status, isOn)}
            />
          ))}
        </div>
      </fieldset>
      <div class="row">
        <DayField label={t.from} value={from} onInput={setFrom} />
        <DayField label={t.to} value={to} onInput={setTo} />
      </div>
      <TextField label={t.thread} value={thread} onInput={setThread} />
      <Check label={t.personal} isOn={isPersonal} onChange={setPersonal} />
      <div class="row">
        {statuses.length === 0 ? (
          <button type="button" class="button main" disabled>
            {t.download}
          </button>
        ) : (
          <DownloadLink href={`${SERVICE}/api/v1/exports${query}`} />
        )}
      </div>
    </section>
  );
}

/** The beginning of a day where the person is; nothing for no day. */
export function momentOf(day: string): string | undefined {
  const at = new Date(`${day}T00:00:00`);
  return day === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A field for a day. */
export function DayField({ label, value, onInput }: { label: string; value: string; onInput: (day: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} class="input" type="date" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </div>
  );
}

/** The browser says nothing of a session that has ended: it is renewed before the file is asked for. */
function DownloadLink({ href }: { href: string }) {
  const { exports: t, common } = texts();
  // Not a state: a second click comes before it is drawn anew.
  const step = useRef<'none' | 'asked' | 'signed-in'>('none');

  async function download(event: MouseEvent): Promise<void> {
    const { currentTarget: link } = event;
    if (step.current === 'signed-in' || !(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    // The second click of two may come when the first has its file already.
    if (step.current === 'asked' || event.detail > 1) return;
    step.current = 'asked';
    try {
      await getSites();
      step.current = 'signed-in';
      link.click();
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    } finally {
      step.current = 'none';
    }
  }

  return (
    <a class="button main" href={href} download onClick={(event) => void download(event)}>
      {t.download}
    </a>
  );
}
