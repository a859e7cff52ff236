import { useEffect, useRef } from 'preact/hooks';
import { INCLUDABLE } from '../../server/domain/includable.ts';
import { texts } from '../i18n/all.ts';
import { ENCODINGS, type ImportChoices } from '../imports/choices.ts';
import { Check, SelectField, TextField } from './fields.tsx';

interface Props {
  choices: ImportChoices;
  set: (change: Partial<ImportChoices>) => void;
  mapUrlFault: string | undefined;
}

/** What few imports need; opened where something in it is wrong. */
export function ImportChoicesMore({ choices, set, mapUrlFault }: Props) {
  const { imports: t } = texts();
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (mapUrlFault !== undefined && details.current !== null) details.current.open = true;
  }, [mapUrlFault]);
  const encodings = ENCODINGS.map((one) => [one, one.toUpperCase()] as const);
  return (
    <details ref={details}>
      <summary>{t.more}</summary>
      <div class="stack">
        <div class="pair">
          <SelectField
            label={t.encoding}
            value={choices.encoding}
            options={[['', t.encodingAuto] as const, ...encodings]}
            onChange={(encoding) => set({ encoding })}
          />
          <TextField
            label={t.project}
            hint={t.projectHint}
            value={choices.project}
            onInput={(project) => set({ project })}
            maxlength={200}
          />
        </div>
        <fieldset class="field">
          <legend>{t.include}</legend>
          {INCLUDABLE.map((one) => (
            <Check
              key={one}
              label={t.includes[one]}
              isOn={choices.include.includes(one)}
              onChange={(isOn) => set({ include: INCLUDABLE.filter((name) => (name === one ? isOn : choices.include.includes(name))) })}
            />
          ))}
        </fieldset>
        <TextField
          label={t.mapUrl}
          hint={t.mapUrlHint}
          fault={mapUrlFault}
          value={choices.mapUrl}
          onInput={(mapUrl) => set({ mapUrl })}
          rows={3}
        />
      </div>
    </details>
  );
}
