import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { beginTotp, confirmTotp, removeTotp } from '../own-account-calls.ts';
import { CopyButton } from '../parts/basic.tsx';
import { DownloadButton } from '../parts/download-button.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { focusFault, TextField } from '../parts/fields.tsx';
import { readSession, secondFactors, wantsSecondFactor } from '../session.ts';
import { toast } from '../toasts.ts';

type Step =
  | { name: 'idle' }
  | { name: 'begun'; secret: string; uri: string }
  | { name: 'codes'; codes: readonly string[] }
  | { name: 'off' };

/** Turns the codes of an authenticator app on and off, and shows the recovery codes this once. */
export function SecondFactor() {
  const { ownAccount: t, common } = texts();
  const [step, setStep] = useState<Step>({ name: 'idle' });
  const isOn = secondFactors.value.includes('code');

  async function begin(): Promise<void> {
    try {
      setStep({ name: 'begun', ...(await beginTotp()) });
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }
  async function turnOn(code: string): Promise<void> {
    const { recoveryCodes } = await confirmTotp(code);
    // The codes are shown this once, whatever becomes of the next call.
    setStep({ name: 'codes', codes: recoveryCodes });
    if (!wantsSecondFactor.value) await readSession();
  }
  async function turnOff(code: string): Promise<void> {
    await removeTotp(code);
    await readSession();
    setStep({ name: 'idle' });
    toast(t.factorOff);
  }

  return (
    <section class="panel">
      <h2>{t.factor}</h2>
      <p class="meta">{isOn ? t.factorIsOn : t.factorHint}</p>
      {step.name === 'idle' && (
        <div>
          <button type="button" class="button" onClick={() => (isOn ? setStep({ name: 'off' }) : void begin())}>
            {isOn ? t.turnOff : t.turnOn}
          </button>
        </div>
      )}
      {step.name === 'begun' && (
        <>
          <p>{t.scan}</p>
          <QrCode text={step.uri} label={t.qr} />
          <div class="secret">
            <input
              class="input mono"
              readOnly
              aria-label={t.secret}
              value={step.secret}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={step.secret} />
          </div>
          <p>
            <a href={step.uri}>{t.openApp}</a>
          </p>
          <CodeForm confirm={t.turnOn} perform={turnOn} onCancel={() => setStep({ name: 'idle' })} />
        </>
      )}
      {step.name === 'off' && (
        <CodeForm hint={t.codeHint} confirm={t.turnOff} perform={turnOff} onCancel={() => setStep({ name: 'idle' })} />
      )}
      {step.name === 'codes' && (
        <div class="alert ok stack" role="status">
          <p>{t.recovery}</p>
          <pre class="code">{step.codes.join('\n')}</pre>
          <div class="row">
            <CopyButton text={step.codes.join('\n')} />
            <DownloadButton text={step.codes.join('\n')} name="liangju-recovery-codes.txt" label={t.download} />
            <button type="button" class="button small" onClick={() => void readSession().finally(() => setStep({ name: 'idle' }))}>
              {t.kept}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

interface CodeFormProps {
  hint?: string;
  confirm: string;
  perform: (code: string) => Promise<void>;
  onCancel: () => void;
}

/** Asks for a code and does something with it; what is wrong with the code stands at the field. */
function CodeForm({ hint, confirm, perform, onCancel }: CodeFormProps) {
  const { ownAccount: t, common } = texts();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);

  async function submit(): Promise<void> {
    setFault(undefined);
    try {
      await perform(code.trim());
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void submit().then(() => focusFault(form));
      }}
    >
      <TextField
        label={t.code}
        hint={hint}
        fault={fault}
        value={code}
        onInput={setCode}
        required
        autofocus
        autocomplete="one-time-code"
        maxlength={32}
      />
      <div class="row">
        <button type="submit" class="button main">
          {confirm}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}
