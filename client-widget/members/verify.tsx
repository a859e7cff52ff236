/** The button by which a reader proves who they are to the site's verifier, in a window of its own. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VerifyMeAnswer } from '../../contract/verification.ts';
import { Refused } from '../sdk.ts';
import type { SignedIn } from './enter.ts';
import type { Controller, VerifyProps } from '../types/controller.ts';
import { VERIFICATION_TEXTS } from './verification-texts.ts';

/** How often it is asked whether the verifier has answered, and for how long, ms: as long as the service waits for it. */
const [ASK_EVERY, ASK_FOR] = [4_000, 30 * 60_000];

/** A browser without a reader becomes a guest, if need be without a name of their own. */
async function becomeGuest(box: Controller, anonymous: string): Promise<void> {
  const body = { site: box.settings.site, name: box.name() || anonymous };
  const { reader, readerToken } = await box.sdk.call<SignedIn>('/readers/guest', { method: 'POST', body });
  box.kept.set('token', readerToken);
  box.set({ ...box.state, readerId: reader.id, reader });
  box.onToken();
}

/** Asks who the reader is from time to time, until they are verified; the notice goes with that answer. */
function useLook(box: Controller, onVerified: () => void) {
  const [until, setUntil] = useState(0);
  const isGone = useRef(false);

  async function look(): Promise<void> {
    const me = await box.fetchMe();
    if (isGone.current || me === null || me.reader?.verified == null || me.reader.verified === box.state.reader?.verified) return;
    box.set({ ...box.state, ...me });
    if (box.members?.mayWrite() === true) onVerified();
  }

  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );
  useEffect(() => {
    if (until === 0) return;
    const onFocus = (): void => void look();
    const timer = setInterval(() => {
      if (Date.now() > until) setUntil(0);
      else if (document.visibilityState === 'visible') void look();
    }, ASK_EVERY);
    addEventListener('focus', onFocus);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', onFocus);
    };
  }, [until]);
  return { look, setUntil };
}

export function Verify({ box, openWindow, announce }: VerifyProps) {
  const t = VERIFICATION_TEXTS[box.settings.lang];
  const [sentence, setSentence] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  /** The page of the verifier, where the browser did not open it. */
  const [page, setPage] = useState<string | null>(null);

  function show(words: string, isFault = false): void {
    setSentence(words);
    setWrong(isFault);
  }

  const { look, setUntil } = useLook(box, () => announce(t.done));

  async function begin(): Promise<void> {
    if (isBusy) return;
    // Only in the click itself may it be opened.
    const popup = openWindow();
    setBusy(true);
    setPage(null);
    show('');
    try {
      if (box.token() === null) await becomeGuest(box, t.reader);
      const { url } = await box.sdk.call<VerifyMeAnswer>('/me/verification', { method: 'POST' });
      if (url === null) {
        popup?.close();
        await look();
      } else {
        setUntil(Date.now() + ASK_FOR);
        if (popup === null) {
          setPage(url);
          show(t.blocked, true);
        } else {
          // The other page gets no hold on this one.
          popup.opener = null;
          popup.location.href = url;
          show(t.waiting);
        }
      }
    } catch (error) {
      popup?.close();
      show((error instanceof Refused && error.message) || t.failed, true);
    }
    setBusy(false);
  }

  return (
    <>
      <p>{t.how}</p>
      <p class={isWrong ? 'error' : 'said'} role={isWrong ? 'alert' : 'status'}>
        {sentence}
        {page !== null && (
          <a href={page} target="_blank" rel="noopener noreferrer">
            {t.open}
          </a>
        )}
      </p>
      <p>
        <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void begin()}>
          {t.verify}
        </button>
      </p>
    </>
  );
}
