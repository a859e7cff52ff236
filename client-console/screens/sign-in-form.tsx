import { useRef, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/texts.ts';
import { TextField } from '../parts/fields.tsx';
import { later } from '../parts/later.tsx';
import { signIn } from '../session.ts';

const CodeField = later(async () => (await import('../parts/more-proof.tsx')).CodeField);
const PasskeyButton = later(async () => (await import('../parts/more-proof.tsx')).PasskeyButton);
const ProviderButton = later(async () => (await import('../parts/provider-button.tsx')).ProviderButton);

/** Address and password, and a code where the service asks for one; `known` is the address of the moderator whose session has ended. */
export function SignInForm({ known }: { known?: string }) {
  const { session, common } = texts();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [proof, setProof] = useState({});
  const [ways, setWays] = useState<string | undefined>();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  /** @param getProof what is sent beside address and password, or (with a path) instead of them. */
  async function submit(getProof: () => object | Promise<object> = () => proof, path?: string): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const got = await getProof();
      await signIn(path ? got : { email: email.trim(), password, ...got }, path);
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
      setBusy(false);
      if (error instanceof Refused && error.problem.ways) return setWays(error.problem.ways);
      form.current?.querySelector<HTMLInputElement>('[type="password"]')?.select();
    }
  }

  return (
    <form
      ref={form}
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={session.email}
        type="email"
        value={email}
        onInput={setEmail}
        required
        autofocus={known === undefined}
        disabled={known !== undefined}
        autocomplete="username"
        maxlength={254}
      />
      <TextField
        label={session.password}
        type="password"
        value={password}
        onInput={setPassword}
        required
        autofocus={known !== undefined}
        autocomplete="current-password"
        maxlength={1024}
      />
      {ways?.includes('code') && <CodeField ways={ways} onProof={setProof} />}
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="button main" disabled={isBusy}>
        {session.signIn}
      </button>
      <PasskeyButton ways={ways} isBusy={isBusy} submit={submit} />
      <ProviderButton />
    </form>
  );
}
