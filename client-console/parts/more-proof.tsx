import { useState } from 'preact/hooks';
import { texts } from '../i18n/all.ts';
import { canUsePasskeys, proveAtSignIn, SIGN_IN_BY_PASSKEY } from '../passkey-calls.ts';
import { TextField } from './fields.tsx';

interface CodeFieldProps {
  /** What the service asks for beside the password, with a space between. */
  ways: string;
  /** What is sent beside the password. */
  onProof: (proof: { otp?: string }) => void;
}

/** The code of the second factor at the sign-in. */
export function CodeField({ ways, onProof }: CodeFieldProps) {
  const { ownAccount: t } = texts();
  const [code, setCode] = useState('');
  return (
    <TextField
      label={t.code}
      hint={t.codeHint}
      value={code}
      onInput={(typed) => {
        setCode(typed);
        onProof(typed.trim() === '' ? {} : { otp: typed.trim() });
      }}
      required={ways === 'code'}
      autofocus
      autocomplete="one-time-code"
      maxlength={32}
    />
  );
}

interface PasskeyButtonProps {
  /** The same; undefined: nothing yet. */
  ways: string | undefined;
  isBusy: boolean;
  /** Signs in with what it gets beside the password, or by it alone at the path. */
  submit: (getProof: () => Promise<object>, path?: string) => Promise<void>;
}

/** At the sign-in: a passkey instead of the password, or after it. */
export function PasskeyButton({ ways, isBusy, submit }: PasskeyButtonProps) {
  const { ownAccount: t } = texts();
  const byPasskey = (): Promise<void> =>
    ways === undefined
      ? submit(async () => ({ credential: await proveAtSignIn() }), SIGN_IN_BY_PASSKEY)
      : submit(async () => ({ passkey: await proveAtSignIn() }));

  if (ways === 'code' || !canUsePasskeys()) return null;
  return (
    <button type="button" class="button" disabled={isBusy} onClick={() => void byPasskey()}>
      {ways === undefined ? t.byPasskey : t.withPasskey}
    </button>
  );
}
