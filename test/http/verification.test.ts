import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MeAnswer } from '../../contract/account.ts';
import type { QueueAnswer } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteFull } from '../../contract/site.ts';
import type { VerifyMeAnswer } from '../../contract/verification.ts';
import { verify } from '../../server/outbound/standard-webhooks.ts';
import { newThread } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { type Answering, type SignedCall, signedCall, type StartedVerifier, startVerifier } from '../support/verifier.ts';
import { waitFor } from '../support/wait-for.ts';
import { memberWorld, type SignedIn } from './member-world.ts';

const PROVE = { url: 'https://prove.example/start?for=1' };
const FOUND = { verified: 'phone', person: 'person-of-a-telephone' };

onBothStores(
  'verification by the site’s verifier',
  (server) => {
    const { ask, set, admin, open, member, guest, write } = memberWorld(server);
    let verifier: StartedVerifier;
    const start = ({ headers }: SignedIn) => ask<VerifyMeAnswer & ProblemView>('/me/verification', { method: 'POST', headers });
    const bring = (call: SignedCall) => ask<ProblemView>('/verification', { method: 'POST', ...call });
    const kindOf = async ({ headers }: SignedIn) => (await ask<MeAnswer>('/me?site=demo', { headers })).body.reader.verified;
    /** Begins a verification on the verifier's page; gives its id. */
    const begin = async (reader: SignedIn): Promise<string> => {
      verifier.answer(PROVE);
      expect((await start(reader)).body).toEqual({ reader: null, url: PROVE.url });
      return String(verifier.questions.at(-1)?.headers['webhook-id']);
    };
    const faultOf = ({ status, body }: { status: number; body: ProblemView }) => [status, body.code, body.errors?.[0]?.code];
    const refusal = (fault: string) => [403, 'verification-refused', fault];

    beforeAll(async () => {
      await open();
      verifier = await startVerifier();
      await set({ verifier: { url: verifier.url, secret: verifier.secret }, verified: 'any' });
    });
    afterAll(() => verifier?.close());

    test('the setting is shown without its secret, which stays for the same host alone, and the box is told that there is one', async () => {
      const shown = { url: verifier.url, secret: SECRET_MASK };
      expect((await ask<SiteFull>('/sites/demo', { headers: admin() })).body.verifier).toEqual(shown);
      await set({ verifier: { ...shown, url: `${verifier.url}?v=2` } });
      await set({ verifier: shown });
      for (const wrong of [
        { url: 'http://127.0.0.2:1/', secret: SECRET_MASK },
        { url: verifier.url, secret: 'whsec_short' },
        { url: verifier.url, secret: 'without-a-beginning-of-32-bytes-in-base64' },
        { url: 'http://example.com/', secret: verifier.secret },
      ])
        expect((await ask('/sites/demo', { method: 'PATCH', headers: admin(), body: { verifier: wrong } })).status).toBe(400);
      const list = () => ask<{ site: object }>('/comments?site=demo&thread=x');
      await waitFor(async () => JSON.stringify((await list()).body.site).includes('"verifier":true'));
    });

    test('whom the verifier knows may write at once; it was asked for the reader and the way, signed', async () => {
      const reader = await member();
      expect((await write(newThread(), reader.headers)).body.code).toBe('verification-required');
      verifier.answer(FOUND);
      expect((await start(reader)).body).toEqual({ reader: { ...reader.reader, verified: 'phone' }, url: null });
      const { headers, body } = verifier.questions.at(-1) ?? { headers: {}, body: '' };
      expect(JSON.parse(body)).toEqual({ type: 'reader.verify', site: 'demo', reader: reader.reader.id, way: 'sso' });
      const signed = {
        id: String(headers['webhook-id']),
        timestamp: String(headers['webhook-timestamp']),
        signature: String(headers['webhook-signature']),
      };
      expect(verify([verifier.secret], signed, body, Math.floor(Date.now() / 1000))).toBe(true);
      expect((await write(newThread(), reader.headers)).status).toBe(201);
      const again = await bring(signedCall(verifier.secret, signed.id, JSON.stringify(FOUND)));
      expect(faultOf(again)).toEqual(refusal('expired'));
    });

    test('a guest proves it on the verifier’s page, under any name, and writes from then on; the site’s sign-on ends no such verification', async () => {
      const visitor = await guest();
      expect((await write(newThread(), visitor.headers)).body.code).toBe('verification-required');
      const id = await begin(visitor);
      expect(await kindOf(visitor)).toBeNull();
      expect((await bring(signedCall(verifier.secret, id, JSON.stringify({ ...FOUND, verified: 'id' })))).status).toBe(204);
      expect(await kindOf(visitor)).toBe('id');
      expect((await write(newThread(), visitor.headers)).status).toBe(201);
      const reader = await member({ sub: 'stays-verified' });
      verifier.answer(FOUND);
      await start(reader);
      expect((await member({ sub: 'stays-verified', name: '新名' })).reader).toMatchObject({ name: '新名', verified: 'phone' });
    });

    test('moderators see how many pen names are one person, and never by what', async () => {
      const person = { verified: 'phone', person: 'behind-three-names' };
      verifier.answer(person);
      const names = [await member({ name: '甲' }), await member({ name: '乙' }), await guest()];
      for (const one of names) expect((await start(one)).status).toBe(200);
      await set({ mode: 'pre' });
      try {
        const waiting = await write(newThread(), names[0]?.headers ?? {});
        expect(waiting.status).toBe(202);
        const queue = await ask<QueueAnswer>(`/moderation/queue?id=${waiting.body.comment.id}`, { headers: admin() });
        const text = JSON.stringify(queue.body);
        const item = queue.body.items.find(({ comment }) => comment.id === waiting.body.comment.id);
        expect(item?.context.readerHistory.penNames).toBe(3);
        expect(text).not.toMatch(/behind-three-names|"person"/);
      } finally {
        await set({ mode: 'post' });
      }
    });

    test.each<[string, Answering]>([
      ['bad-answer', { verified: 'phone' }],
      ['bad-answer', { ...FOUND, number: '13800000000' }],
      ['bad-answer', { verified: 'face', person: 'x' }],
      ['bad-answer', { url: 'javascript:alert(1)' }],
      ['bad-answer', (_, res) => void res.end('not JSON')],
      ['bad-answer', (_, res) => void res.writeHead(400).end(JSON.stringify(FOUND))],
      ['unreachable', (_, res) => void res.writeHead(503).end(JSON.stringify(FOUND))],
      ['unreachable', (_, res) => void res.destroy()],
      ['redirect', (_, res) => void res.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
      ['too-large', (_, res) => void res.end(JSON.stringify({ ...FOUND, person: 'x'.repeat(1_000_000) }))],
    ])('%s: a sentence, and nothing is stored', async (fault, answering) => {
      const reader = await guest();
      verifier.answer(answering);
      const answer = await start(reader);
      expect(faultOf(answer)).toEqual(refusal(fault));
      expect(answer.body.detail).toMatch(/^没能完成验证：.+。$/);
      const id = String(verifier.questions.at(-1)?.headers['webhook-id']);
      expect(faultOf(await bring(signedCall(verifier.secret, id, JSON.stringify(FOUND))))).toEqual(refusal('expired'));
      expect(await kindOf(reader)).toBeNull();
    });

    test('a call that is not signed, wrongly signed, old, of another form or too long stores nothing and leaves the verification open', async () => {
      const reader = await guest();
      const id = await begin(reader);
      const body = JSON.stringify(FOUND);
      const right = signedCall(verifier.secret, id, body);
      const long = JSON.stringify({ ...FOUND, person: 'x'.repeat(1_000_000) });
      const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
      const minutesAgo = Math.floor(Date.now() / 1000) - 400;
      for (const [call, expected] of [
        [{ body, headers: { 'webhook-id': id } }, refusal('unsigned')],
        [signedCall(other, id, body), refusal('wrong-signature')],
        [{ ...right, body: `${body} ` }, refusal('wrong-signature')],
        [signedCall(verifier.secret, id, body, minutesAgo), refusal('too-old')],
        [signedCall(verifier.secret, id, '{"verified":"id"}'), refusal('bad-answer')],
        [signedCall(verifier.secret, id, JSON.stringify({ ...FOUND, number: '13800000000' })), refusal('bad-answer')],
        [signedCall(verifier.secret, id, long), [413, 'too-large', undefined]],
        [signedCall(verifier.secret, 'unknown', body), refusal('expired')],
        [{ body, headers: {} }, refusal('expired')],
      ] as const)
        expect(faultOf(await bring(call))).toEqual(expected);
      expect(await kindOf(reader)).toBeNull();
      // Of the same call twice at once one counts.
      const statuses = await Promise.all([bring(right), bring(right), bring(right)]);
      expect(statuses.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
      expect(await kindOf(reader)).toBe('phone');
    });

    test('nothing is stored of who has signed out meanwhile, and nobody who may not write has the verifier asked', async () => {
      const gone = await member();
      const id = await begin(gone);
      await ask('/readers/session', { method: 'DELETE', headers: gone.headers });
      expect(faultOf(await bring(signedCall(verifier.secret, id, JSON.stringify(FOUND))))).toEqual(refusal('expired'));

      const banned = await guest();
      const ban = { site: 'demo', kind: 'reader', value: banned.reader.id, mode: 'block', reason: 'OTHER' };
      expect((await ask('/bans', { headers: admin(), body: ban })).status).toBe(201);
      const { length } = verifier.questions;
      expect((await start(banned)).body.code).toBe('banned');
      expect((await ask<ProblemView>('/me/verification', { method: 'POST' })).body.code).toBe('sign-in-required');
      const visitor = await guest();
      await set({ guests: false });
      expect((await start(visitor)).body.code).toBe('sign-in-required');
      await set({ guests: true, verifier: null });
      expect((await start(visitor)).body.code).toBe('sign-in-required');
      expect(faultOf(await start(await member()))).toEqual(refusal('no-verifier'));
      expect((await write(newThread(), visitor.headers)).body.code).toBe('sign-in-required');
      expect(verifier.questions.length).toBe(length);
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);
