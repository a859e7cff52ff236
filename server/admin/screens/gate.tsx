import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { LANGS, lang } from '../choices.ts';
import { Refused } from '../api.ts';
import { words } from '../i18n/say.ts';
import { Failed } from '../parts/basic.tsx';
import { SelectField, TextField } from '../parts/fields.tsx';
import { BrandIcon } from '../parts/icons.tsx';
import { replaceRoute, routeText } from '../router.ts';
import { findSession, setUp } from '../session.ts';
import { SignInForm } from './sign-in-form.tsx';

/** What stands before the desk: the name of the house, one panel, the choice of language. */
function Gate({ children }: { children: ComponentChildren }) {
  const { app, account } = words();
  return (
    <main class="gate">
      <p class="brand">
        <BrandIcon />
        <span>{app.brand}</span>
        <small>{app.console}</small>
      </p>
      <div class="panel">{children}</div>
      <SelectField
        label={account.language}
        isHidden
        value={lang.value}
        options={LANGS}
        onChange={(chosen) => {
          lang.value = chosen;
        }}
      />
    </main>
  );
}

/** Asks who it is. */
export const SignInGate = () => (
  <Gate>
    <h1>{words().session.signInTitle}</h1>
    <SignInForm />
  </Gate>
);

/** The service does not answer. */
export const UnreachableGate = () => (
  <Gate>
    <Failed retry={() => void findSession()} />
  </Gate>
);

/** Makes the first administrator by the link that the server printed. */
export function SetUpGate({ token }: { token: string }) {
  const { session, common } = words();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [unfit, setUnfit] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    setUnfit(undefined);
    try {
      await setUp({ token, email: email.trim(), name: name.trim(), password });
      // The token goes out of the address: going back must not ask for it again.
      replaceRoute({ screen: 'queue' });
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const isPassword = problem?.errors?.some(({ path }) => path === 'password') === true;
      setUnfit(isPassword ? problem?.detail : undefined);
      if (!isPassword) setFault(problem?.detail ?? common.noConnection);
      setBusy(false);
    }
  }

  return (
    <Gate>
      <h1>{session.setUpTitle}</h1>
      <p class="meta">{session.setUpHint}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={session.name}
          hint={session.nameHint}
          value={name}
          onInput={setName}
          required
          autofocus
          autocomplete="name"
          maxlength={100}
        />
        <TextField label={session.email} type="email" value={email} onInput={setEmail} required autocomplete="username" maxlength={254} />
        <TextField
          label={session.password}
          type="password"
          hint={session.passwordHint}
          fault={unfit}
          value={password}
          onInput={setPassword}
          required
          autocomplete="new-password"
          maxlength={1024}
        />
        {fault !== null && (
          <p class="alert" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="button main" disabled={isBusy}>
          {session.setUp}
        </button>
        <a class="meta" href={routeText({ screen: 'queue' })}>
          {session.toSignIn}
        </a>
      </form>
    </Gate>
  );
}
