/** The way out: members sign out, guests are forgotten by this browser. Asks first. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLateBox } from './late-box.ts';
import { Refused } from '../sdk.ts';
import { usePanel } from './context.ts';
import { request } from './request.ts';

export function Leave({ isGuest }: { isGuest: boolean }) {
  const { controller } = useLateBox();
  const { t, announce, sentenceOf, end } = usePanel();
  const [isAsking, setAsking] = useState<boolean | null>(null);
  const [isBusy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // Turned to when the question comes, and back to the first button when it is withdrawn.
  useLayoutEffect(() => {
    if (isAsking !== null) button.current?.focus();
  }, [isAsking]);

  async function leave(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    announce('');
    try {
      await request(controller, '/readers/session', 'DELETE');
    } catch (error) {
      // A token that is not valid any more has ended already.
      if (!(error instanceof Refused && error.problem.status === 401)) {
        setBusy(false);
        announce(sentenceOf(error));
        return;
      }
    }
    end(isGuest ? t.forgotten : t.left);
  }

  const [label, yes, ask] = isGuest ? [t.forget, t.forgetYes, t.forgetAsk] : [t.leave, t.leave, t.leaveAsk];
  return (
    <section class="part" aria-labelledby="liangju-own-leave">
      <h3 id="liangju-own-leave">{label}</h3>
      <p class="hint">{isGuest ? t.forgetHint : t.leaveHint}</p>
      {isAsking ? (
        <div class="line ask" role="group" aria-labelledby="liangju-own-leave-ask">
          <p id="liangju-own-leave-ask">{ask}</p>
          <button ref={button} type="button" class="plain" onClick={() => setAsking(false)}>
            {t.back}
          </button>
          <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void leave()}>
            {yes}
          </button>
        </div>
      ) : (
        <button ref={button} type="button" class="framed" onClick={() => setAsking(true)}>
          {label}
        </button>
      )}
    </section>
  );
}
