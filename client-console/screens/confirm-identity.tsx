import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionAnswer } from '../../contract/account.ts';
import { call, Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { loadAllTexts } from '../i18n/texts.ts';
import { confirmIdentity } from '../own-account-calls.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/fields.tsx';
import { ConfirmAtProvider } from './confirm-at-provider.tsx';

let asked: Promise<boolean> | null = null;

/**
 * Asks who is signed in to prove it again; true once they did, false when they leave it. Calls at once share one question.
 * @param isCode by a code of the second factor instead of the password.
 */
export function askIdentity(isCode: boolean): Promise<boolean> {
  asked ??= show(isCode).finally(() => {
    asked = null;
  });
  return asked;
}

async function show(isCode: boolean): Promise<boolean> {
  const [{ byProvider }] = await Promise.all([call<SessionAnswer>('/staff/session'), loadAllTexts()]);
  const place = document.createElement('div');
  document.body.append(place);
  try {
    return await new Promise((resolve) =>
      render(byProvider ? <ConfirmAtProvider answer={resolve} /> : <Question isCode={isCode} answer={resolve} />, place),
    );
  } finally {
    render(null, place);
    place.remove();
  }
}

function Question({ isCode, answer }: { isCode: boolean; answer: (isConfirmed: boolean) => void }) {
  const { ownAccount: t, session, common } = texts();
  const [proof, setProof] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);

  async function submit(): Promise<void> {
    setFault(undefined);
    try {
      await confirmIdentity(isCode ? { otp: proof.trim() } : { password: proof });
      answer(true);
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
    }
  }

  return (
    <Dialog title={t.confirmTitle} onClose={() => answer(false)}>
      <p>{t.confirmHint}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={isCode ? t.code : session.password}
          type={isCode ? 'text' : 'password'}
          fault={fault}
          value={proof}
          onInput={setProof}
          required
          autofocus
          autocomplete={isCode ? 'one-time-code' : 'current-password'}
          maxlength={1024}
        />
        <div class="foot">
          <button type="button" class="button" onClick={() => answer(false)}>
            {common.cancel}
          </button>
          <button type="submit" class="button main">
            {common.confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
