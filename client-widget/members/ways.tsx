/** The ways to sign in: a link for each provider, and the form for mail. Part: `ways`. */
import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { useShown } from '../parts/context.ts';
import type { Controller } from '../types/controller.ts';
import { MailForm } from './mail-form.tsx';
import type { SignIn } from './sign-in.ts';
import type { MemberTexts } from './texts.ts';

let last = 0;

export function WaysIn({ box, signIn, t }: { box: Controller; signIn: SignIn; t: MemberTexts }) {
  useShown(box);
  const [id] = useState(() => `liangju-ways-${++last}`);
  useEffect(() => void signIn.load(), []);
  const { ways, hasFailed, sentence, isWrong, popup, code } = signIn;

  if (ways === null || ways.length === 0) {
    return (
      <p class="said" role="status">
        {hasFailed || ways !== null ? t.noWays : t.loading}
        {hasFailed && (
          <button type="button" class="link" onClick={() => void signIn.load()}>
            {t.again}
          </button>
        )}
      </p>
    );
  }
  const providers = ways.filter(({ kind }) => kind !== 'mail');
  const hasMail = providers.length < ways.length;
  return (
    <div class="ways" part="ways">
      {/* Who waits for a code is shown nothing else. */}
      {code === null &&
        providers.map((way) => (
          <a
            key={way.id}
            class="way"
            href={popup.addressOf(way.id)}
            target={popup.name}
            rel="opener"
            referrerpolicy="origin"
            onClick={(event) => popup.open(event, way.id)}
          >
            <span class="sign" aria-hidden="true">
              {[...way.name][0]?.toUpperCase()}
            </span>
            {formatText(t.by, { name: way.name })}
          </a>
        ))}
      <p class={isWrong ? 'error' : 'said'} role={isWrong ? 'alert' : 'status'}>
        {sentence}
      </p>
      {code === null && hasMail && providers.length > 0 && <p class="or">{t.or}</p>}
      {hasMail && <MailForm box={box} signIn={signIn} t={t} id={id} />}
    </div>
  );
}
