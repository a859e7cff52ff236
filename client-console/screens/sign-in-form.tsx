import { useRef, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/texts.ts';
import { TextField } from '../parts/fields.tsx';
import { signIn } from '../session.ts';

/** Address and password; `known` is the address of the moderator whose session has ended. */
export function SignInForm({ known }: { known?: string }) {
  const { session, common } = texts();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await signIn({ email: email.trim(), password });
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
      setBusy(false);
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
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="button main" disabled={isBusy}>
        {session.signIn}
      </button>
    </form>
  );
}
