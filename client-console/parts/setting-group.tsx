import type { ChangeSite } from '../../contract/site.ts';
import { SITE_SETTINGS, type SettingRow, type SettingValue } from '../../server/domain/site-settings.ts';
import type { FieldTexts, SettingTexts } from '../i18n/setting-texts.ts';
import { texts as allTexts } from '../i18n/all.ts';
import { linesOf } from '../text/lines.ts';
import { SettingField } from './setting-field.tsx';

type Group = NonNullable<SettingRow['group']>;
type Values = Readonly<Record<string, SettingValue<SettingRow>>>;

const ROWS: Readonly<Record<string, SettingRow>> = SITE_SETTINGS;

const isShown = (name: string, texts: SettingTexts): name is keyof SettingTexts => name in texts;

/** The settings of one group, each in the field that its row asks for. */
export function SettingGroup({ group, values, set }: { group: Group; values: Values; set: (change: Values) => void }) {
  const { sites, settingTexts } = allTexts();
  const rows = Object.entries(ROWS).filter(([, row]) => row.group === group);
  const textsOf = (name: string): FieldTexts => (isShown(name, settingTexts) ? settingTexts[name] : { label: name });
  const heading: Omit<FieldTexts, 'fields'> =
    group === 'rules'
      ? { label: sites.rules }
      : group === 'members'
        ? { label: sites.members }
        : group === 'law'
          ? { label: sites.law }
          : textsOf(group);
  return (
    <section class="panel" aria-label={heading.label}>
      <h2>{heading.label}</h2>
      {heading.hint !== undefined && <p class="meta">{heading.hint}</p>}
      <SettingFields rows={rows} values={values} textsOf={textsOf} set={set} />
    </section>
  );
}

interface FieldsProps {
  rows: readonly (readonly [string, SettingRow])[];
  values: Values;
  textsOf: (name: string) => FieldTexts;
  set: (change: Values) => void;
}

/** First what fits two in a line, then yes and no, then what takes a whole line. */
function SettingFields({ rows, values, textsOf, set }: FieldsProps) {
  const field = ([name, row]: readonly [string, SettingRow]) => {
    const value = values[name];
    if (value === undefined) return null;
    if (row.kind === 'part')
      return <PartFields key={name} row={row} texts={textsOf(name)} value={value} set={(part) => set({ [name]: part })} />;
    return <SettingField key={name} row={row} texts={textsOf(name)} value={value} set={(changed) => set({ [name]: changed })} />;
  };
  const isNarrow = ({ kind }: SettingRow): boolean => kind === 'integer' || kind === 'duration' || kind === 'choice';
  const isCheck = ({ kind }: SettingRow): boolean => kind === 'boolean';
  const narrow = rows.filter(([, row]) => isNarrow(row));
  const checks = rows.filter(([, row]) => isCheck(row));
  return (
    <>
      {narrow.length > 0 && <div class="pair">{narrow.map(field)}</div>}
      {checks.length > 0 && <div>{checks.map(field)}</div>}
      {rows.filter(([, row]) => !isNarrow(row) && !isCheck(row)).map(field)}
    </>
  );
}

interface PartProps {
  row: Extract<SettingRow, { kind: 'part' }>;
  texts: FieldTexts;
  value: SettingValue<SettingRow>;
  set: (part: SettingValue<SettingRow>) => void;
}

function PartFields({ row, texts, value, set }: PartProps) {
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const values: Values = { ...value };
  return (
    <SettingFields
      rows={Object.entries(row.fields)}
      values={values}
      textsOf={(name) => texts.fields?.[name] ?? { label: name }}
      set={(change) => set({ ...values, ...change })}
    />
  );
}

/** A change as it is sent: lists of lines without empty lines and blanks. */
export function withoutBlankLines(change: ChangeSite): ChangeSite {
  return withCleanLines(ROWS, change);
}

function withCleanLines(rows: Readonly<Record<string, SettingRow>>, values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => {
      const row = rows[name];
      if ((row?.kind === 'lines' || row?.kind === 'secrets') && Array.isArray(value)) return [name, linesOf(value.join('\n'))];
      if (row?.kind === 'part' && typeof value === 'object' && value !== null) return [name, withCleanLines(row.fields, value)];
      return [name, value];
    }),
  );
}
