import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { SiteFull } from '../../contract/site.ts';
import { WEBHOOK_TYPES, type WebhookType } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { Empty, Failed, Loading } from '../parts/basic.tsx';
import { ask } from '../parts/dialog.tsx';
import { Check, TextField } from '../parts/fields.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { Deliveries } from '../parts/webhook-deliveries.tsx';
import { SecretNote, WebhookCard } from '../parts/webhook-card.tsx';
import { may } from '../session.ts';
import { toast } from '../toasts.ts';
import { changeWebhook, getWebhooks, makeWebhook, removeWebhook, testWebhook, type Webhook } from '../webhook-calls.ts';

/** Servers of a site that are sent what happens, and what was sent to them. */
export function SiteWebhooks({ site }: { site: SiteFull }) {
  const { webhooks: t } = texts();
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="webhooks" />
      {may('webhook.manage', site.id) ? <Webhooks site={site.id} /> : <Empty title={t.notAllowed} />}
    </div>
  );
}

function Webhooks({ site }: { site: string }) {
  const { webhooks: t, common } = texts();
  const [list, setList] = useState<readonly Webhook[] | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  /** Counts what was sent from here, so that the deliveries are read again. */
  const [sent, setSent] = useState(0);

  const load = (): void => {
    setFailed(false);
    getWebhooks(site).then(
      ({ webhooks }) => setList(webhooks),
      () => setFailed(true),
    );
  };
  useEffect(load, [site]);

  /** Does something to a webhook; what is refused is shown. */
  async function run(what: () => Promise<string | null>): Promise<void> {
    try {
      const done = await what();
      if (done !== null) toast(done);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }

  const change = (id: string, input: Parameters<typeof changeWebhook>[2], done: string | null) =>
    run(async () => {
      const answer = await changeWebhook(site, id, input);
      setList((before) => before?.map((one) => (one.id === id ? answer.webhook : one)) ?? null);
      if (answer.secret !== null) setSecret(answer.secret);
      return done;
    });

  async function remove({ id, url }: Webhook): Promise<void> {
    const isSure = await ask({ title: formatText(t.removeTitle, { url }), hint: t.removeHint, confirm: t.remove, isDanger: true });
    if (!isSure) return;
    await run(async () => {
      await removeWebhook(site, id);
      setList((before) => before?.filter((one) => one.id !== id) ?? null);
      setSecret(null);
      return t.removed;
    });
  }

  return (
    <>
      <p class="meta">{t.hint}</p>
      {list === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      {secret !== null && <SecretNote secret={secret} />}
      {list?.length === 0 && <NoWebhooks />}
      {list?.map((webhook) => (
        <WebhookCard
          key={webhook.id}
          webhook={webhook}
          test={() =>
            void run(async () => {
              await testWebhook(site, webhook.id);
              setSent(sent + 1);
              return t.tested;
            })
          }
          change={(input, done) => void change(webhook.id, input, done)}
          remove={() => void remove(webhook)}
        />
      ))}
      <AddWebhook
        site={site}
        onMade={(made, madeSecret) => {
          setList((before) => [...(before ?? []), made]);
          setSecret(madeSecret);
        }}
      />
      {list !== null && list.length > 0 && <Deliveries key={sent} site={site} webhooks={list} />}
    </>
  );
}

function NoWebhooks() {
  const { webhooks: t } = texts();
  return (
    <div class="panel">
      <Empty title={t.empty} hint={t.emptyHint} />
    </div>
  );
}

function AddWebhook({ site, onMade }: { site: string; onMade: (webhook: Webhook, secret: string | null) => void }) {
  const { webhooks: t, common } = texts();
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [types, setTypes] = useState<readonly WebhookType[]>(WEBHOOK_TYPES);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const { webhook, secret } = await makeWebhook(site, { url: url.trim(), name: name.trim(), types: [...types] });
      setUrl('');
      setName('');
      onMade(webhook, secret);
    } catch (error) {
      setFault(error instanceof Refused ? (error.problem.errors?.[0]?.message ?? error.problem.detail) : common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="panel stack"
      aria-label={t.add}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField label={t.url} hint={t.urlHint} fault={fault ?? undefined} value={url} onInput={setUrl} inputmode="url" required />
      <TextField label={t.name} value={name} onInput={setName} maxlength={100} />
      <fieldset class="field">
        <legend>{t.types}</legend>
        <div class="row">
          {WEBHOOK_TYPES.map((type) => (
            <Check
              key={type}
              label={t.type[type]}
              isOn={types.includes(type)}
              onChange={(isOn) => setTypes(WEBHOOK_TYPES.filter((one) => (one === type ? isOn : types.includes(one))))}
            />
          ))}
        </div>
      </fieldset>
      <div>
        <button type="submit" class="button main" disabled={isBusy || types.length === 0}>
          {t.add}
        </button>
      </div>
    </form>
  );
}
