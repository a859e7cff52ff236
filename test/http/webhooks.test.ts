import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { DeliveryView, WebhookView } from '../../contract/webhooks.ts';
import { verify } from '../../server/outbound/standard-webhooks.ts';
import { json, type Received, request, type StandIn, startStandIn } from '../reviewers/stand-in.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

interface Made {
  webhook: WebhookView;
  secret: string | null;
}
interface Message {
  type: string;
  timestamp: string;
  data: { site: string; comment?: { id: string; html: string | null; status: string; body?: string }; [more: string]: unknown };
}

const messageIn = ({ body }: Received): Message => JSON.parse(body);
const idOf = ({ headers }: Received): string => String(headers['webhook-id']);
const signedBy = (secret: string | null, { headers, body }: Received): boolean =>
  verify(
    [secret ?? ''],
    {
      id: String(headers['webhook-id']),
      timestamp: String(headers['webhook-timestamp']),
      signature: String(headers['webhook-signature']),
    },
    body,
    Date.now() / 1_000,
  );

onBothStores(
  'a webhook',
  (server) => {
    let admin: Record<string, string>;
    let receiver: StandIn;
    let made: Made;
    const url = () => server().url;
    const path = (more = '') => `/api/v1/sites/demo/webhooks${more}`;
    const make = async (body: object): Promise<Made> => (await call<Made>(url(), path(), { body, headers: admin })).body;
    const say = (thread = newThread(), more = {}) =>
      call<PostAnswer & ProblemView>(url(), '/api/v1/comments', { body: post(thread, more) });
    const about = (id: string): Received[] => receiver.received.filter(({ body }) => body.includes(id));
    const firstAbout = (id: string): Received => {
      const [first] = about(id);
      if (first === undefined) throw new Error(`nothing came about ${id}`);
      return first;
    };
    const deliveries = async (query = ''): Promise<DeliveryView[]> =>
      (await call<{ deliveries: DeliveryView[] }>(url(), path(`/deliveries?limit=100${query}`), { headers: admin })).body.deliveries;
    const deliveryOf = async (id: string): Promise<DeliveryView | undefined> => (await deliveries()).find((one) => one.id === id);

    beforeAll(async () => {
      admin = await signIn(url());
      receiver = await startStandIn(() => json({ ok: true }));
      made = await make({ url: `${receiver.url}/in`, name: '归档' });
    });
    afterEach(() => {
      receiver.answers(() => json({ ok: true }));
      receiver.received.length = 0;
    });
    afterAll(() => receiver?.close());

    test('is sent what happens, signed and in the order of the thread, with what everybody or staff may see', async () => {
      expect(made.secret).toMatch(/^whsec_[\w+/]{43}=$/);
      const thread = newThread();
      const first = await say(thread, { author: { name: '沈砚', email: 'shen@example.com' } });
      const second = await say(thread);
      const ids = [first, second].map(({ body }) => body.comment.id);
      const ownToken = bearer(first.body.readerToken ?? '');
      await call(url(), `/api/v1/comments/${ids[0]}`, { method: 'PATCH', body: { body: sentence() }, headers: ownToken });
      await call(url(), `/api/v1/comments/${ids[0]}`, { method: 'DELETE', headers: ownToken });
      await waitFor(() => receiver.received.length >= 6);
      const sent = receiver.received.map((one) => [messageIn(one).type, messageIn(one).data.comment?.id]);
      expect(sent).toEqual([
        ['comment.created', ids[0]],
        ['comment.published', ids[0]],
        ['comment.created', ids[1]],
        ['comment.published', ids[1]],
        ['comment.edited', ids[0]],
        ['comment.removed', ids[0]],
      ]);
      expect(receiver.received.every((one) => signedBy(made.secret, one))).toBe(true);
      expect(new Set(receiver.received.map(idOf)).size).toBe(6);
      const last = messageIn(request(receiver, 5));
      expect(last.data.comment).toMatchObject({ html: null, status: 'removed' });
      expect(JSON.stringify(receiver.received.map(({ body }) => body))).not.toMatch(/shen@example|127\.0\.0\.1"|whsec_|readerToken/);
    });

    test('is sent what moderators and readers did: refused, decided, reported, banned, closed', async () => {
      const posted = await say();
      const { id, author } = posted.body.comment;
      const other = await say();
      const headers = bearer(other.body.readerToken ?? '');
      await call(url(), `/api/v1/comments/${id}/reports`, { body: { reason: 'AD' }, headers });
      const decision = { items: [{ id, revision: 1 }], action: 'reject', reason: 'AD' };
      await call(url(), '/api/v1/moderation/decisions', { body: decision, headers: admin });
      const own = bearer(posted.body.readerToken ?? '');
      await call(url(), `/api/v1/comments/${id}/appeal`, { body: { note: '请再看一次' }, headers: own });
      const ban = { site: 'demo', kind: 'reader', value: author?.id, mode: 'block', note: '内部备注', until: null };
      await call(url(), '/api/v1/bans', { body: ban, headers: admin });
      const wanted = ['comment.reported', 'comment.decided', 'comment.appealed', 'reader.banned'];
      await waitFor(() => wanted.every((type) => receiver.received.some((one) => messageIn(one).type === type)));
      const of = (type: string): Message['data'] | undefined => receiver.received.map(messageIn).find((one) => one.type === type)?.data;
      expect(of('comment.reported')).toMatchObject({ comment: { id }, report: { reason: 'AD' } });
      expect(of('comment.decided')).toMatchObject({ decision: { action: 'reject', by: 'staff', reason: 'AD' } });
      expect(of('comment.appealed')).toMatchObject({ comment: { id, status: 'rejected' }, appeal: { note: '请再看一次' } });
      expect(of('reader.banned')).toMatchObject({ reader: { id: author?.id }, ban: { mode: 'block', until: null } });
      expect(JSON.stringify(receiver.received.map(({ body }) => body))).not.toContain('内部备注');
    });

    test('that fails is sent the same again under the same id, and the rest of the thread waits; another waits for nobody', async () => {
      const other = await startStandIn(() => json({}));
      const beside = await make({ url: other.url, types: ['comment.created'] });
      receiver.answers(() => json({ error: '坏了'.repeat(1_000) }, 500));
      const thread = newThread();
      const first = (await say(thread)).body.comment.id;
      await waitFor(() => about(first).length === 1);
      const second = (await say(thread)).body.comment.id;
      await waitFor(() => other.received.length === 2);
      const id = idOf(firstAbout(first));
      const failed = await deliveryOf(id);
      expect(failed).toMatchObject({ state: 'waiting', answer: { status: 500, failure: null } });
      expect(Buffer.byteLength(failed?.answer?.text ?? '')).toBeLessThanOrEqual(1_024);
      receiver.answers(() => json({ ok: true }));
      await waitFor(() => about(second).length === 2);
      expect(receiver.received.map(idOf).slice(0, 2)).toEqual([id, id]);
      expect(receiver.received.slice(1).map((one) => messageIn(one).data.comment?.id)).toEqual([first, first, second, second]);
      expect(await deliveryOf(id)).toMatchObject({ state: 'delivered', attempts: 2, dueAt: null });
      await call(url(), path(`/${beside.webhook.id}`), { method: 'DELETE', headers: admin });
      await other.close();
    });

    test('whose server is killed in the middle gets it from the next one, under the same id', async () => {
      receiver.answers(() => 'hang');
      const id = (await say(newThread())).body.comment.id;
      await waitFor(() => about(id).length === 1);
      await server().restart('SIGKILL');
      receiver.answers(() => json({ ok: true }));
      await waitFor(() => about(id).length >= 3, 40_000);
      const [before, after] = about(id).map(idOf);
      expect(after).toBe(before);
    }, 60_000);

    test('is sent a delivery again by hand, in whatever state it is', async () => {
      const id = (await say(newThread())).body.comment.id;
      await waitFor(async () => (await deliveries('&state=delivered')).some(({ request }) => JSON.stringify(request).includes(id)));
      const of = idOf(firstAbout(id));
      const again = await call(url(), path(`/deliveries/${of}/resend`), { method: 'POST', headers: admin });
      expect([again.status, again.body]).toEqual([202, { resent: 1 }]);
      await waitFor(() => receiver.received.filter((one) => idOf(one) === of).length === 2);
      expect((await call(url(), path('/deliveries/msg_unknown/resend'), { method: 'POST', headers: admin })).status).toBe(404);
      const parked = await call(url(), path('/deliveries/resend'), { body: { webhook: made.webhook.id }, headers: admin });
      expect([parked.status, parked.body]).toEqual([202, { resent: 0 }]);
    });

    test('that leads elsewhere or inside is not followed, and a test says so', async () => {
      receiver.answers(() => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } }));
      const away = await make({ url: `${receiver.url}/leads`, types: ['thread.closed'] });
      const inside = await make({ url: 'https://169.254.169.254/latest', types: ['thread.closed'] });
      const tried = async (webhook: string): Promise<DeliveryView['answer'] | undefined> => {
        const sent = await call<{ delivery: DeliveryView }>(url(), path(`/${webhook}/test`), { method: 'POST', headers: admin });
        expect([sent.status, sent.body.delivery.type]).toEqual([202, 'webhook.test']);
        await waitFor(async () => (await deliveryOf(sent.body.delivery.id))?.answer != null);
        return (await deliveryOf(sent.body.delivery.id))?.answer;
      };
      expect(await tried(away.webhook.id)).toMatchObject({ status: null, failure: 'redirect' });
      expect(receiver.received.map((one) => one.path)).not.toContain('/elsewhere');
      expect(await tried(inside.webhook.id)).toMatchObject({ status: null, failure: 'forbidden-address' });
      for (const { webhook } of [away, inside]) await call(url(), path(`/${webhook.id}`), { method: 'DELETE', headers: admin });
      const bad = await call<ProblemView>(url(), path(), { body: { url: 'ftp://receiver.example' }, headers: admin });
      expect([bad.status, bad.body.errors?.[0]?.path]).toEqual([400, 'url']);
    });

    test('has two secrets while one takes the place of the other; none is shown twice', async () => {
      const one = path(`/${made.webhook.id}`);
      const change = (body: object) => call<Made>(url(), one, { method: 'PATCH', body, headers: admin });
      const added = await change({ secret: 'add' });
      expect(added.body.webhook.secrets).toBe(2);
      expect(added.body.secret).not.toBe(made.secret);
      const first = (await say(newThread())).body.comment.id;
      await waitFor(() => about(first).length > 0);
      expect([made.secret, added.body.secret].map((secret) => signedBy(secret, firstAbout(first)))).toEqual([true, true]);
      expect((await change({ secret: 'drop' })).body).toMatchObject({ secret: null, webhook: { secrets: 1 } });
      const second = (await say(newThread())).body.comment.id;
      await waitFor(() => about(second).length > 0);
      expect([made.secret, added.body.secret].map((secret) => signedBy(secret, firstAbout(second)))).toEqual([false, true]);
      expect(JSON.stringify((await call(url(), path(), { headers: admin })).body)).not.toContain('whsec_');
    });

    test('that says it is gone is switched off, and can be switched on again', async () => {
      receiver.answers(() => json({}, 410));
      await say(newThread());
      const now = async (): Promise<WebhookView | undefined> =>
        (await call<{ webhooks: WebhookView[] }>(url(), path(), { headers: admin })).body.webhooks.find(({ id }) => id === made.webhook.id);
      await waitFor(async () => (await now())?.ended === 'gone');
      expect((await now())?.enabled).toBe(false);
      const on = await call<Made>(url(), path(`/${made.webhook.id}`), { method: 'PATCH', body: { enabled: true }, headers: admin });
      expect(on.body.webhook).toMatchObject({ enabled: true, ended: null, failingSince: null });
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);
