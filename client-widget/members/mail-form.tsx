/** Signing in by mail: the address, then the six digits, in place. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { Controller } from '../types/controller.ts';
import type { SignIn } from './sign-in.ts';
import type { MemberTexts } from './texts.ts';

interface Props {
  box: Controller;
  signIn: SignIn;
  t: MemberTexts;
  /** Names the elements of this form in the page. */
  id: string;
}

/** An attempt that is under way, and what was wrong with the last one. */
function useAttempt() {
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  async function run(attempt: () => Promise<string>): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setError('');
    setError(await attempt());
    setBusy(false);
  }
  return { error, setError, isBusy, run };
}

export function MailForm(props: Props) {
  return props.signIn.code === null ? <AddressForm {...props} /> : <CodeForm {...props} />;
}

function AddressForm({ signIn, t, id }: Props) {
  const [email, setEmail] = useState('');
  const { error, setError, isBusy, run } = useAttempt();

  function submit(event: Event): void {
    event.preventDefault();
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) void run(() => signIn.sendCode(email.trim()));
    else setError(t.mailWrong);
  }
  return (
    <form class="by-mail" noValidate onSubmit={submit}>
      <label for={`${id}-mail`}>{t.mail}</label>
      <div class="row">
        <input
          id={`${id}-mail`}
          class="field"
          type="email"
          autocomplete="email"
          placeholder="name@example.com"
          value={email}
          aria-invalid={error !== ''}
          aria-describedby={`${id}-mail-error`}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {isBusy ? t.sending : t.sendCode}
        </button>
      </div>
      <p id={`${id}-mail-error`} class="error" role="alert">
        {error}
      </p>
    </form>
  );
}

/** Seconds until a time, counted down. */
function useSecondsUntil(time: number): number {
  const left = (): number => Math.max(0, Math.ceil((time - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left());
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 1_000);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}

function CodeForm({ box, signIn, t, id }: Props) {
  const [digits, setDigits] = useState('');
  const [name, setName] = useState(box.name());
  const { error, setError, isBusy, run } = useAttempt();
  const field = useRef<HTMLInputElement>(null);
  const { code } = signIn;
  const wait = useSecondsUntil(code?.again ?? 0);
  useLayoutEffect(() => field.current?.focus(), []);
  if (code === null) return null;

  function submit(event: Event): void {
    event.preventDefault();
    if (/^\d{6}$/.test(digits)) void run(() => signIn.confirmCode(digits, name.trim()));
    else setError(t.codeWrong);
  }
  return (
    <form class="by-mail" noValidate onSubmit={submit}>
      <p class="said">{formatText(t.codeSent, { email: code.email })}</p>
      <label for={`${id}-code`}>{t.code}</label>
      <input
        ref={field}
        id={`${id}-code`}
        class="field digits"
        type="text"
        inputMode="numeric"
        autocomplete="one-time-code"
        maxLength={7}
        value={digits}
        aria-invalid={error !== ''}
        aria-describedby={`${id}-code-error`}
        onInput={(event) => setDigits(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
      />
      <p id={`${id}-code-error`} class="error" role="alert">
        {error}
      </p>
      <label for={`${id}-name`}>{t.nickname}</label>
      <input
        id={`${id}-name`}
        class="field"
        dir="auto"
        type="text"
        autocomplete="nickname"
        maxLength={30}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="primary wide" aria-disabled={isBusy}>
        {t.confirm}
      </button>
      <div class="row ends">
        <button type="button" class="plain" onClick={() => signIn.forgetCode()}>
          {t.otherMail}
        </button>
        <button type="button" class="plain" disabled={wait > 0 || isBusy} onClick={() => void run(() => signIn.sendCode(code.email))}>
          {wait > 0 ? formatText(t.resendIn, { n: wait }) : t.resend}
        </button>
      </div>
    </form>
  );
}
