import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { CommentTokenView } from '../../contract/staff-comment-routes.ts';
import { call, Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { fullTimeText } from '../i18n/format.ts';
import { siteName } from '../sites.ts';
import { toast } from '../toasts.ts';

const PATH = '/staff/comment-tokens';

/** Where pages may comment as the person; shown only where there are any. */
export function CommentTokens() {
  const { ownAccount: t, provider, common } = texts();
  const [tokens, setTokens] = useState<readonly CommentTokenView[]>([]);
  useEffect(() => {
    call<{ tokens: CommentTokenView[] }>(PATH).then(
      (read) => setTokens(read.tokens),
      () => toast(common.failed, { tone: 'bad' }),
    );
  }, []);

  async function end(id: string): Promise<void> {
    try {
      await call(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' });
      setTokens((before) => before.filter((one) => one.id !== id));
      toast(t.ended);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }

  if (tokens.length === 0) return null;
  return (
    <section class="panel">
      <h2>{provider.comments}</h2>
      <p class="meta">{provider.commentsHint}</p>
      <ul class="tokens" aria-label={provider.comments}>
        {tokens.map(({ id, site, createdAt }) => (
          <li key={id} class="row">
            <span class="grow">
              <bdi class="strong">{siteName(site)}</bdi> <span class="meta">{formatText(t.signedIn, { t: fullTimeText(createdAt) })}</span>
            </span>
            <button
              type="button"
              class="button small"
              aria-label={formatText(t.endOf, { name: siteName(site) })}
              onClick={() => void end(id)}
            >
              {t.end}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
