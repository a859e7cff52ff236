import { formatText } from '../../client-shared/i18n.ts';
import type { ChangeWebhook } from '../../contract/webhooks.ts';
import { WEBHOOK_TYPES } from '../../server/domain/enumerations.ts';
import { texts } from '../i18n/all.ts';
import { fullTimeText } from '../i18n/format.ts';
import type { Webhook } from '../webhook-calls.ts';
import { Chip, CopyButton } from './basic.tsx';

/** A secret that was just made; it is not shown again. */
export function SecretNote({ secret }: { secret: string }) {
  const { webhooks: t } = texts();
  return (
    <div class="alert ok stack" role="status">
      <p>{t.secretMade}</p>
      <div class="secret">
        <input class="input mono" readOnly aria-label={t.secret} value={secret} onFocus={(event) => event.currentTarget.select()} />
        <CopyButton text={secret} />
      </div>
    </div>
  );
}

interface Props {
  webhook: Webhook;
  test: () => void;
  /** @param done the sentence that is shown afterwards. */
  change: (input: ChangeWebhook, done: string | null) => void;
  remove: () => void;
}

/** One webhook: how it fares, and what can be done with it. */
export function WebhookCard({ webhook, test, change, remove }: Props) {
  const { webhooks: t } = texts();
  const { id, url, name, types, enabled, secrets } = webhook;
  return (
    <section class="panel" aria-label={name === '' ? url : name}>
      <h2>
        <bdi>{name === '' ? new URL(url).host : name}</bdi>
      </h2>
      <pre class="code">{url}</pre>
      <p class="chips">
        <State webhook={webhook} />
        {secrets > 1 && <Chip tone="info">{t.two}</Chip>}
        {types.length < WEBHOOK_TYPES.length && types.map((type) => <Chip key={type}>{t.type[type]}</Chip>)}
      </p>
      {secrets > 1 && <p class="meta">{t.changeHint}</p>}
      <div class="row">
        <button type="button" class="button small" disabled={!enabled} onClick={test}>
          {t.test}
        </button>
        <button type="button" class="button small" onClick={() => change({ enabled: !enabled }, null)}>
          {enabled ? t.off : t.on}
        </button>
        <button type="button" class="button small" onClick={() => change({ secret: 'add' }, null)}>
          {t.change}
        </button>
        {secrets > 1 && (
          <button type="button" class="button small" onClick={() => change({ secret: 'drop' }, t.dropped)}>
            {t.drop}
          </button>
        )}
        <span class="rest">
          <button type="button" class="button small danger" data-decides={id} onClick={remove}>
            {t.remove}
          </button>
        </span>
      </div>
    </section>
  );
}

function State({ webhook: { enabled, ended, failingSince } }: { webhook: Webhook }) {
  const { webhooks: t } = texts();
  if (ended !== null) return <Chip tone="bad">{t.ended[ended]}</Chip>;
  if (!enabled) return <Chip>{t.isOff}</Chip>;
  if (failingSince !== null) return <Chip tone="warn">{formatText(t.failing, { t: fullTimeText(failingSince) })}</Chip>;
  return <Chip tone="ok">{t.fine}</Chip>;
}
