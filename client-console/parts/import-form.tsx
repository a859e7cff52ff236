import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { FORMAT_NAMES } from '../../server/domain/import-formats.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { formatName } from '../i18n/import-formats.ts';
import { type ChoiceFaults, faultsOf, firstChoices, type ImportChoices } from '../imports/choices.ts';
import { type ImportDraft, importDrafts, keepDraft } from '../imports/drafts.ts';
import { ownTimeZone, timeZones } from '../imports/time-zones.ts';
import { sendFile } from '../imports/send-file.ts';
import { upload } from '../imports/upload.ts';
import { focusFault, SelectField, TextField } from './fields.tsx';
import { FileField } from './file-field.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { ImportChoicesMore } from './import-choices-more.tsx';
import { UploadProgress } from './upload-progress.tsx';

interface Props {
  site: SiteFull;
  title: string;
  /** Which form it is, and what stands in it at first. */
  form: string;
  first?: ImportDraft | undefined;
}

/** A file, how it is to be read, and sending it. */
export function ImportForm({ site, title, form, first }: Props) {
  const { imports: t } = texts();
  const element = useKeptFocus<HTMLFormElement>(upload.value === null);
  const [isChecked, setChecked] = useState(false);
  const [fileFault, setFileFault] = useState<string>();
  const [failure, setFailure] = useState<string | null>(null);
  const draft = importDrafts.value.get(form) ?? first ?? { file: null, choices: firstChoices(site) };
  const { file, choices } = draft;
  const isSending = upload.value !== null;
  const faults = isChecked ? faultsOf(choices) : {};
  const set = (change: Partial<ImportChoices>): void => keepDraft(form, { file, choices: { ...choices, ...change } });

  async function submit(): Promise<void> {
    setChecked(true);
    setFailure(null);
    const isWrong = Object.keys(faultsOf(choices)).length > 0;
    if (file === null) setFileFault(t.noFile);
    if (file === null || isWrong) {
      requestAnimationFrame(() => element.current !== null && focusFault(element.current));
      return;
    }
    const ended = await sendFile({ site: site.id, file, choices });
    if (ended.isSent) keepDraft(form, null);
    setFailure(ended.failure);
  }

  return (
    <form
      ref={element}
      tabIndex={-1}
      class="panel"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void submit();
      }}
    >
      <h2>{title}</h2>
      <p class="meta">{t.fileHint}</p>
      <FileField
        file={file}
        disabled={isSending}
        fault={fileFault}
        take={(chosen, why) => {
          setFileFault(why);
          setFailure(null);
          if (chosen !== null) keepDraft(form, { file: chosen, choices });
        }}
      />
      <Choices choices={choices} set={set} faults={faults} disabled={isSending} />
      {failure !== null && (
        <p class="alert" role="alert">
          {failure}
        </p>
      )}
      {upload.value !== null ? (
        <UploadProgress upload={upload.value} />
      ) : (
        <div class="row">
          <button key="send" type="submit" class="button main">
            {failure === null ? t.send : t.sendAgain}
          </button>
          <span class="meta">{t.sendHint}</span>
        </div>
      )}
    </form>
  );
}

interface ChoicesProps {
  choices: ImportChoices;
  set: (change: Partial<ImportChoices>) => void;
  faults: ChoiceFaults;
  disabled: boolean;
}

/** How the file is to be read. */
function Choices({ choices, set, faults, disabled }: ChoicesProps) {
  const { imports: t } = texts();
  return (
    <fieldset class="stack" disabled={disabled}>
      <div class="pair">
        <SelectField
          label={t.format}
          value={choices.format}
          options={[['auto', t.auto] as const, ...FORMAT_NAMES.map((one) => [one, formatName(one)] as const)]}
          onChange={(format) => set({ format })}
        />
        <TextField
          label={t.baseUrl}
          hint={t.baseUrlHint}
          fault={faults.baseUrl === undefined ? undefined : t.baseUrlWrong}
          value={choices.baseUrl}
          onInput={(baseUrl) => set({ baseUrl })}
          inputmode="url"
          maxlength={2_048}
        />
      </div>
      <SelectField
        label={t.timeZone}
        hint={t.timeZoneHint}
        value={choices.timeZone}
        options={zoneOptions()}
        onChange={(timeZone) => set({ timeZone })}
      />
      <ImportChoicesMore
        choices={choices}
        set={set}
        mapUrlFault={
          faults.mapUrl === undefined
            ? undefined
            : faults.mapUrl === 0
              ? t.mapUrlLong
              : formatText(t.mapUrlWrong, { n: numberText(faults.mapUrl) })
        }
      />
    </fieldset>
  );
}

/** The zones that are likely come first. */
function zoneOptions(): (readonly [string, string])[] {
  const { imports: t } = texts();
  const own = ownTimeZone();
  const likely = [['UTC', t.utc] as const, ...(own === 'UTC' ? [] : [[own, formatText(t.ownZone, { z: own })] as const])];
  return [...likely, ...timeZones().flatMap((zone) => (zone === 'UTC' || zone === own ? [] : [[zone, zone] as const]))];
}
