/** Erases the reader, in two steps: what becomes of the comments, then, with all that will happen before their eyes, the erasure. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ErasureChoice } from '../../server/domain/enumerations.ts';
import { useLateBox } from './late-box.ts';
import { usePanel } from './context.ts';

function Sure({ choice, onBack }: { choice: ErasureChoice; onBack: () => void }) {
  const { controller } = useLateBox();
  const { t, announce, sentenceOf, end } = usePanel();
  const [isBusy, setBusy] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    back.current?.focus();
    back.current?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, []);

  async function erase(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    announce(t.erasing);
    const query = new URLSearchParams({ site: controller.settings.site });
    try {
      await controller.sdk.call(`/me?${query}`, { method: 'DELETE', body: { comments: choice } });
      end(t.erased);
    } catch (error) {
      setBusy(false);
      announce(sentenceOf(error));
    }
  }

  return (
    <div class="sure" role="group" aria-labelledby="liangju-own-sure">
      <p id="liangju-own-sure" class="field">
        {t.eraseAsk}
      </p>
      <ul>
        <li>{t.eraseAccount}</li>
        <li>{choice === 'remove' ? t.eraseRemove : t.eraseAnonymous}</li>
        <li>{t.eraseVotes}</li>
        <li>{t.eraseRest}</li>
      </ul>
      <p class="hint">{t.eraseProof}</p>
      <div class="line">
        <button ref={back} type="button" class="plain" disabled={isBusy} onClick={onBack}>
          {t.back}
        </button>
        <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void erase()}>
          {isBusy ? t.erasing : t.eraseYes}
        </button>
      </div>
    </div>
  );
}

export function Erase() {
  const { t, announce } = usePanel();
  const [choice, setChoice] = useState<ErasureChoice>('anonymous');
  const [isSure, setSure] = useState<boolean | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  const option = (one: ErasureChoice, hint: string) => (
    <label>
      <input type="radio" name="erasure" value={one} checked={choice === one} onChange={() => setChoice(one)} />
      <span>
        {t[one]}
        <span class="hint">{hint}</span>
      </span>
    </label>
  );
  useLayoutEffect(() => {
    if (isSure === false) next.current?.focus();
  }, [isSure]);

  return (
    <section class="part" aria-labelledby="liangju-own-erase">
      <h3 id="liangju-own-erase">{t.erase}</h3>
      {isSure ? (
        <Sure choice={choice} onBack={() => setSure(false)} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            announce('');
            setSure(true);
          }}
        >
          <fieldset>
            <legend>{t.eraseHint}</legend>
            {option('anonymous', t.anonymousHint)}
            {option('remove', t.removeHint)}
          </fieldset>
          <button ref={next} type="submit" class="framed danger">
            {t.next}
          </button>
        </form>
      )}
    </section>
  );
}
