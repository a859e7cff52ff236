import { useEffect, useState } from 'preact/hooks';
import type { InvitationAnswer } from '../../contract/account.ts';
import { Refused } from '../api.ts';
import { findInvitation } from '../staff-calls.ts';
import { allTexts } from '../i18n/texts.ts';
import { Loading } from '../parts/basic.tsx';
import { TextField } from '../parts/fields.tsx';
import { replaceRoute, routeText } from '../router.ts';
import { enterByLink } from '../session.ts';
import { Gate } from './gate.tsx';

/** Who was invited sets a password by the link and is signed in. */
export function InvitationGate({ token }: { token: string }) {
  const { session, gate, common, invitation } = allTexts();
  const [person, setPerson] = useState<InvitationAnswer | null>(null);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [unfit, setUnfit] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  const sentenceOf = (error: unknown): string => (error instanceof Refused ? error.problem.detail : common.noConnection);
  useEffect(() => {
    findInvitation(token).then(setPerson, (error: unknown) => setFault(sentenceOf(error)));
  }, [token]);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    setUnfit(undefined);
    try {
      await enterByLink('invitation/accept', { token, password });
      // The token goes out of the address: going back must not ask for it again.
      replaceRoute({ screen: 'queue' });
    } catch (error) {
      const code = error instanceof Refused ? error.problem.code : '';
      // The password is set; the code is asked for where one signs in.
      if (code === 'second-factor-required') replaceRoute({ screen: 'queue' });
      if (error instanceof Refused && code === 'weak-password') setUnfit(error.problem.detail);
      else setFault(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <Gate>
      <h1>{invitation.title}</h1>
      {person === null && fault === null && <Loading rows={1} />}
      {person !== null && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p class="meta">{invitation.hint}</p>
          <p>
            <bdi class="strong">{person.name}</bdi> <span class="meta">{person.email}</span>
          </p>
          {/* Password managers keep the password under this name. */}
          <input type="hidden" autocomplete="username" value={person.email} />
          <TextField
            label={session.password}
            type="password"
            hint={gate.passwordHint}
            fault={unfit}
            value={password}
            onInput={setPassword}
            required
            autofocus
            autocomplete="new-password"
            maxlength={1024}
          />
          <button type="submit" class="button main" disabled={isBusy}>
            {invitation.set}
          </button>
        </form>
      )}
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <a class="meta" href={routeText({ screen: 'queue' })}>
        {gate.toSignIn}
      </a>
    </Gate>
  );
}
