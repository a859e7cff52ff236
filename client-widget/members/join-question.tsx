/** Asks a member once whether earlier comments come along. Part: `join`. */
import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../sdk.ts';
import type { Join, JoinQuestion } from './enter.ts';
import type { MemberTexts } from './texts.ts';

interface Props {
  question: JoinQuestion;
  join: Join;
  t: MemberTexts;
  announce: (sentence: string) => void;
}

export function AskJoin({ question, join, t, announce }: Props) {
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const words = question.kind === 'guest' ? formatText(t.joinGuest, { name: question.name }) : t.joinImported;

  async function answer(isYes: boolean): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    try {
      await join.answer(question, isYes);
      if (isYes) announce(t.joined);
    } catch (cause) {
      setError((cause instanceof Refused && cause.message) || t.failed);
    }
    setBusy(false);
  }
  return (
    <div class="join" part="join" role="group" aria-label={t.joinTitle} tabIndex={-1}>
      <p>
        <strong>{t.joinTitle}</strong>
      </p>
      <p>{words}</p>
      <p class="error" role="alert">
        {error}
      </p>
      <div class="row">
        <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void answer(true)}>
          {t.joinYes}
        </button>
        <button type="button" class="plain" onClick={() => void answer(false)}>
          {t.joinNo}
        </button>
      </div>
    </div>
  );
}
