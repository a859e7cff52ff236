import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { TextField } from '../parts/fields.tsx';
import { replaceRoute, route, routeText } from '../router.ts';
import { enterByLink } from '../session.ts';
import { Gate } from './gate.tsx';
import { InvitationGate } from './invitation-gate.tsx';

/** What a one-time link leads to: the first administrator's, or that of an invitation. */
export const SetUpGate = ({ token }: { token: string }) =>
  route.value.parts[0] === 'invitation' ? <InvitationGate token={token} /> : <FirstGate token={token} />;

/** Makes the first administrator by the link that the server printed. */
function FirstGate({ token }: { token: string }) {
  const { session, gate, common } = texts();
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
      await enterByLink('setup', { token, email: email.trim(), name: name.trim(), password });
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
      <h1>{gate.setUpTitle}</h1>
      <p class="meta">{gate.setUpHint}</p>
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
          hint={gate.passwordHint}
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
          {gate.setUp}
        </button>
        <a class="meta" href={routeText({ screen: 'queue' })}>
          {gate.toSignIn}
        </a>
      </form>
    </Gate>
  );
}
