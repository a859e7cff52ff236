import type { SettingRow, SettingValue } from '../../server/domain/site-settings.ts';
import type { VerifierSetting } from '../../server/domain/verification.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts as allTexts } from '../i18n/all.ts';
import type { FieldTexts } from '../i18n/setting-texts.ts';
import { Check, SelectField, TextField } from './fields.tsx';

interface Props<R extends SettingRow> {
  row: R;
  texts: FieldTexts;
  value: SettingValue<R>;
  set: (value: SettingValue<R>) => void;
}
type RowOf<K extends SettingRow['kind']> = Extract<SettingRow, { kind: K }>;

/** A whole number; while the field is empty the last one stays. */
const IntegerField = ({ row, texts, value, set }: Props<RowOf<'integer'>>) => (
  <TextField
    {...texts}
    type="number"
    value={String(value)}
    min={row.min}
    max={row.max}
    required
    onInput={(text) => {
      const number = Number.parseInt(text, 10);
      if (!Number.isNaN(number)) set(number);
    }}
  />
);

const SECONDS_A_MINUTE = 60;

/** One of the offered lengths of time, or the one that is set; seconds, shown in minutes. */
function DurationField({ row, texts, value, set }: Props<RowOf<'duration'>>) {
  const { sites } = allTexts();
  const minutesOf = (seconds: number): number => Math.ceil(seconds / SECONDS_A_MINUTE);
  const offered = [...new Set([...row.offered.map((ms) => minutesOf(ms / 1000)), minutesOf(value)])].sort((a, b) => a - b);
  return (
    <SelectField
      {...texts}
      value={String(minutesOf(value))}
      options={offered.map((n) => [String(n), n === 0 ? sites.never : formatText(sites.minutes, { n })] as const)}
      onChange={(n) => set(Number(n) * SECONDS_A_MINUTE)}
    />
  );
}

/** Secrets in a line each: of those that are stored only a numbered mask is known; a line that is deleted ends the secret of its number. */
const SecretsField = ({ row, texts, value, set }: Props<RowOf<'secrets'>>) => (
  <TextField {...texts} value={value.join('\n')} rows={row.most} onInput={(text) => set(text === '' ? [] : text.split('\n'))} />
);

/** The address of a verifier and the secret that both sides sign with; without an address there is none. */
function VerifierField({ texts: { label, hint, fields }, value, set }: Omit<Props<RowOf<'verifier'>>, 'row'>) {
  const { url, secret } = value ?? { url: '', secret: '' };
  const setBoth = (one: VerifierSetting): void => set(one.url === '' && one.secret === '' ? null : one);
  return (
    <fieldset>
      <legend>{label}</legend>
      {hint !== undefined && <p class="meta">{hint}</p>}
      <TextField
        label=""
        {...fields?.url}
        value={url}
        inputmode="url"
        maxlength={500}
        onInput={(text) => setBoth({ url: text.trim(), secret })}
      />
      <TextField
        label=""
        {...fields?.secret}
        value={secret}
        autocomplete="off"
        maxlength={200}
        onInput={(text) => setBoth({ url, secret: text.trim() })}
      />
    </fieldset>
  );
}

const isVerifier = (value: SettingValue<SettingRow>): value is VerifierSetting =>
  value !== null && typeof value === 'object' && 'url' in value && 'secret' in value;

/** The field of a setting by the kind of its row. */
export function SettingField({ row, texts, value, set }: Props<SettingRow>) {
  switch (row.kind) {
    case 'integer':
      return typeof value === 'number' ? <IntegerField row={row} texts={texts} value={value} set={set} /> : null;
    case 'duration':
      return typeof value === 'number' ? <DurationField row={row} texts={texts} value={value} set={set} /> : null;
    case 'boolean':
      return <Check label={texts.label} isOn={value === true} onChange={set} />;
    case 'choice':
      return (
        <SelectField
          {...texts}
          value={String(value)}
          options={row.choices.map((one) => [one, texts.choices?.[one] ?? one] as const)}
          onChange={set}
        />
      );
    case 'text':
      return <TextField {...texts} value={String(value)} maxlength={row.maxLength} onInput={set} />;
    case 'lines':
      return (
        <TextField
          {...texts}
          value={Array.isArray(value) ? value.join('\n') : ''}
          rows={4}
          onInput={(text) => set(text === '' ? [] : text.split('\n'))}
        />
      );
    case 'secrets':
      return (
        <SecretsField
          row={row}
          texts={texts}
          value={Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []}
          set={set}
        />
      );
    case 'verifier':
      return <VerifierField texts={texts} value={isVerifier(value) ? value : null} set={set} />;
    default:
      return null;
  }
}
