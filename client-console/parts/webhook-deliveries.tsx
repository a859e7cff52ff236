import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { fullTimeText } from '../i18n/format.ts';
import { toast } from '../toasts.ts';
import { type Delivery, getDeliveries, resendDelivery, resendParked, type Webhook } from '../webhook-calls.ts';
import { Chip, Empty, Failed, Loading, When } from './basic.tsx';
import { SelectField } from './fields.tsx';
import { Tail } from './tail.tsx';
import { usePages } from './use-pages.ts';

const PAGE = 30;
const TONE = { waiting: 'warn', delivered: 'ok', parked: 'bad' } as const;

/** What was sent in the last week, with what it was answered. */
export function Deliveries({ site, webhooks }: { site: string; webhooks: readonly Webhook[] }) {
  const { webhooks: t, common } = texts();
  const [state, setState] = useState<DeliveryState | 'all'>('all');
  const pages = usePages<Delivery>(`${site} ${state}`, async (cursor) => {
    const { deliveries, nextCursor } = await getDeliveries(site, { limit: PAGE, cursor, state: state === 'all' ? undefined : state });
    return { items: deliveries, nextCursor };
  });

  async function run(what: () => Promise<string>): Promise<void> {
    try {
      toast(await what());
      pages.reload();
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }
  const resendAll = async (): Promise<string> => {
    let n = 0;
    for (const { id } of webhooks) n += (await resendParked(site, id)).resent;
    return formatText(t.resentMany, { n });
  };

  return (
    <section class="panel" aria-label={t.deliveries}>
      <div class="row">
        <h2 class="grow">{t.deliveries}</h2>
        <SelectField
          label={t.filter}
          isHidden
          value={state}
          options={[['all', t.all], ...DELIVERY_STATES.map((one) => [one, t.state[one]] as const)]}
          onChange={setState}
        />
        <button type="button" class="button small" onClick={pages.reload}>
          {t.reload}
        </button>
        {state === 'parked' && pages.items.length > 0 && (
          <button type="button" class="button small" onClick={() => void run(resendAll)}>
            {t.resendParked}
          </button>
        )}
      </div>
      <p class="meta">{t.deliveriesHint}</p>
      {pages.phase === 'loading' && <Loading rows={2} />}
      {pages.phase === 'failed' && <Failed retry={pages.reload} detail={pages.detail} />}
      {pages.phase === 'ready' && pages.items.length === 0 && <Empty title={t.none} />}
      {pages.items.length > 0 && (
        <>
          <ul class="lines">
            {pages.items.map((one) => (
              <DeliveryLine
                key={one.id}
                delivery={one}
                host={hostOf(webhooks, one)}
                resend={() => void run(async () => resendDelivery(site, one.id).then(() => t.resent))}
              />
            ))}
          </ul>
          {pages.next !== null && <Tail next={pages.next} isReading={pages.isReading} more={pages.more} />}
        </>
      )}
    </section>
  );
}

function hostOf(webhooks: readonly Webhook[], { webhook }: Delivery): string {
  const found = webhooks.find(({ id }) => id === webhook);
  return found === undefined ? '' : new URL(found.url).host;
}

function DeliveryLine({ delivery, host, resend }: { delivery: Delivery; host: string; resend: () => void }) {
  const { webhooks: t } = texts();
  const [isOpen, setOpen] = useState(false);
  const { id, type, at, state, attempts, dueAt, answer, request } = delivery;
  return (
    <li>
      <div class="row">
        <Chip tone={TONE[state]}>{t.state[state]}</Chip>
        <span class="strong">{t.type[type]}</span>
        <bdi class="meta">{host}</bdi>
        <When at={at} />
        <span class="rest row">
          <button type="button" class="button small" aria-label={formatText(t.resendOf, { id })} onClick={resend}>
            {t.resend}
          </button>
          <button
            type="button"
            class="button small"
            aria-expanded={isOpen}
            aria-label={formatText(t.showOf, { id })}
            onClick={() => setOpen(!isOpen)}
          >
            {t.show}
          </button>
        </span>
      </div>
      <p class="meta">
        {[
          formatText(t.attempts, { n: attempts }),
          answer === null ? '' : (answer.status ?? labelOf(t.failure, answer.failure ?? '')),
          answer === null ? '' : formatText(t.took, { n: answer.took }),
          dueAt === null || attempts === 0 ? '' : formatText(t.next, { t: fullTimeText(dueAt) }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {isOpen && (
        <div class="stack">
          <code class="meta">{id}</code>
          <h3>{t.request}</h3>
          <pre class="code">{JSON.stringify(request, null, 2)}</pre>
          <h3>{t.answer}</h3>
          {answer === null || answer.text === '' ? <p class="meta">{t.noAnswer}</p> : <pre class="code">{answer.text}</pre>}
        </div>
      )}
    </li>
  );
}
