import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
}

interface InputProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'number';
  required?: boolean;
  disabled?: boolean;
  autocomplete?: string;
  autofocus?: boolean;
  inputmode?: 'numeric' | 'email' | 'url';
  placeholder?: string;
  min?: number;
  max?: number;
  maxlength?: number;
  rows?: number;
  /** Of a field of several lines. */
  onKeyDown?: (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => void;
}

/** The elements by their kind: each has its own attributes. */
const LINES = {
  text: (props: LineProps) => <input {...props} type="text" />,
  email: (props: LineProps) => <input {...props} type="email" />,
  password: (props: LineProps) => <input {...props} type="password" />,
  number: (props: LineProps) => <input {...props} type="number" />,
};
type LineProps = Pick<InputProps, 'required' | 'disabled' | 'autocomplete' | 'autofocus' | 'inputmode' | 'placeholder' | 'maxlength'> & {
  id: string;
  class: string;
  value: string;
  spellcheck: boolean;
  'aria-invalid': boolean;
  'aria-describedby': string;
  onInput: (event: { currentTarget: HTMLInputElement }) => void;
  min?: number;
  max?: number;
};

/** A line, or with `rows` several, to write in; its hint and its fault are read with it. */
export function TextField({ label, hint, fault, value, onInput, rows, onKeyDown, type = 'text', min, max, ...rest }: InputProps) {
  const id = useId();
  const common = {
    ...rest,
    id,
    class: 'input',
    value,
    spellcheck: false,
    'aria-invalid': fault !== undefined,
    'aria-describedby': `${id}-about`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        LINES[type]({
          ...common,
          ...(min === undefined ? {} : { min }),
          ...(max === undefined ? {} : { max }),
          onInput: (event) => onInput(event.currentTarget.value),
        })
      ) : (
        <textarea {...common} rows={rows} onKeyDown={onKeyDown} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      <span id={`${id}-about`} class={fault === undefined ? 'meta' : 'fault'}>
        {fault ?? hint}
      </span>
    </div>
  );
}

/** Leads to the first field of a form that has a fault, once it is drawn. */
export const focusFault = (form: HTMLElement): void => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();

/** A choice among a few, each with its text. */
export function SelectField<V extends string>({
  label,
  value,
  options,
  onChange,
  isHidden = false,
  disabled = false,
  hint,
}: {
  label: string;
  value: V;
  options: readonly (readonly [V, string])[];
  onChange: (value: V) => void;
  /** The label is for screen readers alone: the page around it already shows what is chosen. */
  isHidden?: boolean;
  disabled?: boolean;
  hint?: string | undefined;
}) {
  const id = useId();
  const select = (
    <select
      id={id}
      class="input"
      value={value}
      disabled={disabled}
      aria-label={isHidden ? label : undefined}
      onChange={(event) => {
        const chosen = options.find(([name]) => name === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  );
  if (isHidden) return select;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {select}
      {hint !== undefined && <span class="meta">{hint}</span>}
    </div>
  );
}

/** Yes or no. */
export const Check = ({
  label,
  isOn,
  onChange,
  disabled = false,
  isFaulty = false,
}: {
  label: ComponentChildren;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  disabled?: boolean;
  isFaulty?: boolean;
}) => (
  <label class="check">
    <input
      type="checkbox"
      checked={isOn}
      disabled={disabled}
      aria-invalid={isFaulty}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>{label}</span>
  </label>
);

/** One of a few, all to be seen. */
export function Segments<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: V;
  options: readonly (readonly [V, string])[];
  onChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <div class="segments">
        {options.map(([option, text]) => (
          <label key={option}>
            <input class="hidden" type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
