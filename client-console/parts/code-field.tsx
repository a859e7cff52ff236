import { texts } from '../i18n/all.ts';
import { TextField } from './fields.tsx';

/** The code of the second factor at the sign-in. */
export function CodeField({ value, onInput }: { value: string; onInput: (code: string) => void }) {
  const { ownAccount: t } = texts();
  return (
    <TextField
      label={t.code}
      hint={t.codeHint}
      value={value}
      onInput={onInput}
      required
      autofocus
      autocomplete="one-time-code"
      maxlength={32}
    />
  );
}
