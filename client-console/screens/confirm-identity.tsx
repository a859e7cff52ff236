import { render } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SessionAnswer } from '../../contract/account.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { loadAllTexts } from '../i18n/texts.ts';
import { confirmIdentity } from '../own-account-calls.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/fields.tsx';
import type { SecondFactorWay } from '../../server/domain/accounts.ts';
import { canUsePasskeys, proveAgain } from '../passkey-calls.ts';
import { ConfirmAtProvider } from './confirm-at-provider.tsx';

type Ways = readonly SecondFactorWay[];

let asked: Promise<boolean> | null = null;

/**
 * Asks who is signed in to prove it again; true once they did, false when they leave it. Calls at once share one question.
 * @param readSession asks the service how they prove it: another tab may have changed it.
 */
export function askIdentity(readSession: () => Promise<SessionAnswer>): Promise<boolean> {
  asked ??= show(readSession).finally(() => {
    asked = null;
  });
  return asked;
}

async function show(readSession: () => Promise<SessionAnswer>): Promise<boolean> {
  const [{ secondFactors, byProvider }] = await Promise.all([readSession(), loadAllTexts()]);
  const place = document.createElement('div');
  document.body.append(place);
  try {
    return await new Promise((resolve) =>
      render(byProvider ? <ConfirmAtProvider answer={resolve} /> : <Question ways={secondFactors} answer={resolve} />, place),
    );
  } finally {
    render(null, place);
    place.remove();
  }
}

function Question({ ways, answer }: { ways: Ways; answer: (isConfirmed: boolean) => void }) {
  const isCode = ways.includes('code');
  const { ownAccount: t, session, common } = texts();
  const [proof, setProof] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);

  const isBusy = useRef(false);
  const [isShownBusy, setBusy] = useState(false);

  async function submit(proving: () => Promise<Parameters<typeof confirmIdentity>[0]>): Promise<void> {
    // At once: the button is drawn as busy only after a second press may have come.
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(true);
    setFault(undefined);
    try {
      await confirmIdentity(await proving());
      answer(true);
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
      isBusy.current = false;
      setBusy(false);
    }
  }

  return (
    <Dialog title={t.confirmTitle} onClose={() => answer(false)}>
      <p>{t.confirmHint}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(() => Promise.resolve(isCode ? { otp: proof.trim() } : { password: proof }));
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
          {ways.includes('passkey') && canUsePasskeys() && (
            <button
              type="button"
              class="button"
              disabled={isShownBusy}
              onClick={() => void submit(async () => ({ passkey: await proveAgain() }))}
            >
              {t.withPasskey}
            </button>
          )}
          <button type="submit" class="button main" disabled={isShownBusy}>
            {common.confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
