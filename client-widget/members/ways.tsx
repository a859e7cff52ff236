/** The ways to sign in: a link for each provider, and the form for mail. Part: `ways`. */
import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { useShown } from '../parts/context.ts';
import type { Controller } from '../types/controller.ts';
import { MailForm } from './mail-form.tsx';
import type { SignIn } from './sign-in.ts';
import { STAFF } from './staff.ts';
import type { MemberTexts } from './texts.ts';

let last = 0;

export function WaysIn({ box, signIn, t }: { box: Controller; signIn: SignIn; t: MemberTexts }) {
  useShown(box);
  const [id] = useState(() => `liangju-ways-${++last}`);
  useEffect(() => void signIn.load(), []);
  const { ways, hasFailed, sentence, isWrong, popup, code } = signIn;

  if (ways === null) {
    return (
      <p class="said" role="status">
        {hasFailed ? t.noWays : t.loading}
        {hasFailed && (
          <button type="button" class="link" onClick={() => void signIn.load()}>
            {t.again}
          </button>
        )}
      </p>
    );
  }
  const leadTo = (way: string) => ({
    href: popup.addressOf(way),
    target: popup.name,
    rel: 'opener',
    referrerpolicy: 'origin' as const,
    onClick: (event: MouseEvent & { currentTarget: HTMLAnchorElement }) => popup.open(event, way),
  });
  const providers = ways.filter(({ kind }) => kind !== 'mail');
  const hasMail = providers.length < ways.length;
  return (
    <div class="ways" part="ways">
      {/* Who waits for a code is shown nothing else. */}
      {code === null &&
        providers.map(({ id: way, name }) => (
          <a key={way} class="way" {...leadTo(way)}>
            <span class="sign" aria-hidden="true">
              {[...name][0]?.toUpperCase()}
            </span>
            {formatText(t.by, { name })}
          </a>
        ))}
      {ways.length === 0 && box.state.site?.signIn && <p class="said">{t.noWays}</p>}
      <p class={isWrong ? 'error' : 'said'} role={isWrong ? 'alert' : 'status'}>
        {sentence}
      </p>
      {code === null && hasMail && providers.length > 0 && <p class="or">{t.or}</p>}
      {hasMail && <MailForm box={box} signIn={signIn} t={t} id={id} />}
      <a class={ways.length === 0 ? 'way' : 'link'} {...leadTo(STAFF)}>
        {t.staff}
      </a>
    </div>
  );
}
