import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteFull } from '../../contract/site.ts';
import { signBody, verifySignature } from '../../server/reviewers/signature.ts';
import { json, type StandIn, startStandIn } from '../reviewers/stand-in.ts';
import { call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

const SECRET = 'a-secret-of-both-sides';

onBothStores(
  'a reviewer outside',
  (server) => {
    let admin: Record<string, string>;
    let outside: StandIn;
    const url = () => server().url;
    const send = (site: string, body = sentence()) =>
      call<PostAnswer & ProblemView>(url(), '/api/v1/comments', { body: post(newThread(), { site, body, author: { name: '读者' } }) });

    async function queued(site: string, id: string): Promise<QueueItem | undefined> {
      const { body } = await call<QueueAnswer>(url(), `/api/v1/moderation/queue?site=${site}&limit=100&sort=newest`, { headers: admin });
      return body.items.find(({ comment }) => comment.id === id);
    }

    async function setUp(site: string, more: Record<string, unknown> = {}): Promise<void> {
      const reviewer = { kind: 'webhook', id: 'robot', url: `${outside.url}/review`, secret: SECRET, timeoutMs: 1000, ...more };
      const body = { id: site, name: '报纸', origins: [], type: 'blog', mode: 'post', reviewers: [reviewer] };
      const made = await call<SiteFull>(url(), '/api/v1/sites', { body, headers: admin });
      expect(made.status).toBe(201);
      expect(made.body.reviewers[0]?.secret).toBe(SECRET_MASK);
    }

    beforeAll(async () => {
      admin = await signIn(url());
      outside = await startStandIn(() => json({ verdict: 'pass' }));
      await setUp('one', { canBlock: true, feedback: true });
      await setUp('open', { failMode: 'open' });
      await setUp('held');
    });
    afterEach(() => {
      outside.answers(() => json({ verdict: 'pass' }));
      outside.received.length = 0;
    });
    afterAll(() => outside?.close());

    test('is asked with a signed text and no more than the site lets out, and what it doubts waits', async () => {
      expect((await send('one')).status).toBe(201);
      const [asked] = outside.received;
      expect(verifySignature(SECRET, String(asked?.headers['x-signature']), asked?.body ?? '', Date.now())).toBeNull();
      expect(asked?.body).not.toMatch(/127\.0\.0\.1"|user_?agent|email/i);
      outside.answers(() => json({ verdict: 'review', score: 0.8, labels: [{ label: 'ad' }] }));
      const doubted = await send('one');
      expect(doubted.status).toBe(202);
      expect((await queued('one', doubted.body.comment.id))?.reasons).toContain('reviewer:robot');
    });

    test('may refuse where the site lets it, and is told what people decided', async () => {
      outside.answers(() => json({ verdict: 'block', score: 1, reason_code: 'AD' }));
      const refused = await send('one');
      expect([refused.status, refused.body.code]).toEqual([422, 'comment-rejected']);
      const decision = { items: [{ id: refused.body.commentId, revision: 1 }], action: 'restore' };
      expect((await call(url(), '/api/v1/moderation/decisions', { body: decision, headers: admin })).status).toBe(200);
      await waitFor(() =>
        outside.received.some((one) => one.body.includes('"decision"') && one.body.includes(refused.body.commentId ?? '')),
      );
    });

    test('that does not answer holds the comment, or opens where a site that looks afterwards says so', async () => {
      outside.answers(() => 'hang');
      const held = await send('held');
      expect(held.status).toBe(202);
      expect((await queued('held', held.body.comment.id))?.reasons).toContain('reviewer-failed:robot');
      expect((await send('open')).status).toBe(201);
    });

    test('answers later: what waits for it alone is published by a signed answer, once', async () => {
      outside.answers(() => json({ callback: true }, 202));
      const { status, body } = await send('one');
      expect(status).toBe(202);
      const id: string = JSON.parse(outside.received[0]?.body ?? '{}').id;
      const answer = JSON.stringify({ id, verdict: 'pass', score: 0 });
      const bring = (signature: string) =>
        call(url(), `/api/reviews/${id}`, { method: 'POST', body: answer, headers: { 'x-signature': signature } });
      expect((await bring(signBody('another-secret-entirely', answer, Date.now()))).status).toBe(401);
      const signature = signBody(SECRET, answer, Date.now());
      expect((await bring(signature)).status).toBe(204);
      expect((await call(url(), `/api/v1/comments/${body.comment.id}`)).status).toBe(200);
      expect((await bring(signature)).status).toBe(401);
    });

    test('an answer that was taken is refused when it comes again, whatever became of the comment', async () => {
      outside.answers(() => json({ callback: true }, 202));
      const { body } = await send('one');
      const token = body.readerToken ?? '';
      const { id: comment } = body.comment;
      const id: string = JSON.parse(outside.received[0]?.body ?? '{}').id;
      const answer = JSON.stringify({ id, verdict: 'review', score: 0.6 });
      const bring = () => {
        const headers = { 'x-signature': signBody(SECRET, answer, Date.now()) };
        return call<ProblemView>(url(), `/api/reviews/${id}`, { method: 'POST', body: answer, headers });
      };
      const atOnce = await Promise.all([bring(), bring(), bring()]);
      expect(atOnce.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
      outside.answers(() => json({ verdict: 'pass' }));
      const own = { authorization: `Bearer ${token}` };
      const edit = { body: sentence() };
      expect((await call(url(), `/api/v1/comments/${comment}`, { method: 'PATCH', body: edit, headers: own })).status).toBe(200);
      expect((await bring()).status).toBe(401);
      expect((await call(url(), `/api/v1/comments/${comment}`, { method: 'DELETE', headers: own })).status).toBe(200);
      const late = await bring();
      expect([late.status, late.body.code]).toEqual([401, 'invalid-token']);
    });

    test('an answer to a text that was edited before it came is not taken', async () => {
      outside.answers(() => json({ callback: true }, 202));
      const { body } = await send('one');
      const id: string = JSON.parse(outside.received[0]?.body ?? '{}').id;
      const own = { authorization: `Bearer ${body.readerToken ?? ''}` };
      const edit = { body: sentence() };
      expect((await call(url(), `/api/v1/comments/${body.comment.id}`, { method: 'PATCH', body: edit, headers: own })).status).toBe(200);
      const answer = JSON.stringify({ id, verdict: 'pass' });
      const headers = { 'x-signature': signBody(SECRET, answer, Date.now()) };
      const late = await call<ProblemView>(url(), `/api/reviews/${id}`, { method: 'POST', body: answer, headers });
      expect([late.status, late.body.code]).toEqual([409, 'stale-revision']);
    });

    test('keeps its secret when the settings are sent back as they are shown, and only then', async () => {
      const shown = await call<SiteFull>(url(), '/api/v1/sites/held', { headers: admin });
      const change = (reviewers: unknown) =>
        call<SiteFull & ProblemView>(url(), '/api/v1/sites/held', { method: 'PATCH', body: { reviewers }, headers: admin });
      expect((await change(shown.body.reviewers)).status).toBe(200);
      expect((await send('held')).status).toBe(201);
      const moved = await change(shown.body.reviewers.map((one) => ({ ...one, url: 'https://elsewhere.example/' })));
      expect([moved.status, moved.body.code]).toEqual([400, 'invalid-request']);
      expect((await change([{ ...shown.body.reviewers[0], secret: 'x' }])).status).toBe(400);
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);
