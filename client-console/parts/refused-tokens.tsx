import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { RefusedTokens as Answer } from '../../contract/sso.ts';
import { texts } from '../i18n/all.ts';
import { getRefusedTokens } from '../site-calls.ts';
import { Failed, Loading, When } from './basic.tsx';

type Refused = z.infer<typeof Answer>['refused'];

/** The last refused tokens of a site's own sign-on, and why: what is looked at in the first hour of setting it up. */
export function RefusedTokens({ siteId }: { siteId: string }) {
  const { refused: t } = texts().sites;
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isFailed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    getRefusedTokens(siteId).then(
      (answer) => setRefused(answer.refused),
      () => setFailed(true),
    );
  };
  useEffect(load, [siteId]);
  return (
    <section class="panel" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="meta">{t.hint}</p>
      {refused === null && (isFailed ? <Failed retry={load} /> : <Loading rows={2} />)}
      {refused?.length === 0 && <p>{t.none}</p>}
      <ul class="stack">
        {refused?.map(({ at, reason, claims }, i) => (
          <li key={`${at} ${i}`}>
            <strong>{t.reasons[reason]}</strong> <When at={at} />
            <div class="meta">
              {Object.entries(claims).map(([name, value]) => (
                <span key={name}>
                  <code>
                    {name}={String(value)}
                  </code>{' '}
                </span>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
