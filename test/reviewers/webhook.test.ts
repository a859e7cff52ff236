import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, type Received, type Reply, type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, PERSONAL, settings, subjectOf, type World } from './world.ts';

const SECRET = 'a-secret-of-the-webhook';

/** The check that the documentation gives to whoever writes such a service. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature'])) ?? [];
  return v1 === createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
}

let server: StandIn;
let world: World;
beforeEach(async () => {
  world = makeWorld();
  server = await startStandIn(() => json({ verdict: 'pass' }));
});
afterEach(() => server.close());

/** A service that refuses what is not signed. */
const answers = (reply: Reply | 'hang'): void => server.answers((request) => (isSigned(request, SECRET) ? reply : { status: 401 }));
const ask = (more: object = {}, subject = subjectOf(), found = local()) =>
  world.reviewers.review([settings({ kind: 'webhook', url: `${server.url}/review`, ...more })], subject, found);
const sent = (index = 0) => JSON.parse(server.received[index]?.body ?? 'null');

describe('the request', () => {
  test('has the published form, with everything that may be told', async () => {
    const words = { field: 'body' as const, start: 0, end: 2, word: '今天', category: 'ad', level: 'review' };
    const found = local('review', [{ phase: 'words', score: 0.5, verdict: 'review', active: true, evidence: [words] }]);
    const fields = { name: true, context: true, ip: true, userAgent: true, emailHash: true, readerId: true, history: true };
    const links = [{ href: 'https://example.com/a', text: '这里' }];
    await ask({ fields }, subjectOf({ links }, { action: 'edit' }), found);
    expect(server.received[0]).toMatchObject({ method: 'POST', path: '/review' });
    expect(server.received[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': '01JCOMMENT0000000000000001.1.one',
      'x-signature': expect.stringMatching(/^t=1769846400,v1=[0-9a-f]{64}$/),
    });
    expect(sent()).toEqual({
      v: 1,
      event: 'comment.review',
      id: '01JCOMMENT0000000000000001.1.one',
      action: 'edit',
      attempt: 1,
      deadline_ms: 2000,
      site: { id: 'news', name: '晨报', mode: 'pre', type: 'news' },
      page: { id: '/a/1', url: 'https://news.example.com/a/1', title: '公园开放' },
      comment: {
        id: '01JCOMMENT0000000000000001',
        revision: 1,
        text: '今天的新闻写得很清楚。',
        html: '<p>今天的新闻写得很清楚。</p>',
        length: 11,
        links: ['https://example.com/a'],
        images: [],
        parent: { id: '01JPARENT00000000000000001', text: PERSONAL.parentText, author_id: PERSONAL.parentReaderId },
      },
      author: {
        id: PERSONAL.readerId,
        nick: '小林',
        email_hash: PERSONAL.emailHash,
        trust: 1,
        created_at: '2021-05-06T07:08:09.000Z',
        approved: 31_415,
        rejected: 27_182,
        is_staff: false,
      },
      client: {
        ip: PERSONAL.ip,
        ip_region: '浙江',
        ua: PERSONAL.userAgent,
        referrer: PERSONAL.referrer,
        form_ms: PERSONAL.elapsed,
        honeypot: false,
      },
      local: {
        verdict: 'review',
        score: 0.6,
        signals: [{ name: 'words', score: 0.5, verdict: 'review', hits: [{ entry: '今天', category: 'ad', start: 0, end: 2 }] }],
      },
    });
  });

  test('is signed so that the check of the documentation holds, and another secret fails', async () => {
    answers(json({ verdict: 'pass', score: 0.02 }));
    expect(await ask()).toMatchObject([{ verdict: 'pass', score: 0 }]);
    expect(server.received.every((request) => isSigned(request, SECRET) && !isSigned(request, `${SECRET}x`))).toBe(true);
    expect(await ask({ secret: 'another-secret-of-it' })).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:refused' }] }]);
  });
});

describe('the answer', () => {
  test('becomes a finding with labels, places in the Markdown as typed, and notes', async () => {
    answers(
      json({
        verdict: 'spam',
        score: 0.97,
        labels: [{ label: 'ad', sub: 'pt_to_contact', score: 0.97 }, { label: '灌水' }],
        spans: [{ start: 3, end: 9, label: 'ad' }],
        reason_code: 'AD',
        public_reason: '广告引流',
        mask: '加我***',
        trace_id: 'trace-7',
        unknown: { anything: true },
      }),
    );
    const text = '加我吧vx9527，便宜';
    const body = '加我吧**vx9527**，便宜';
    const [finding] = await ask({}, subjectOf({ text, body }));
    expect(finding).toMatchObject({ phase: 'reviewer.one', score: 0.97, verdict: 'spam', active: true });
    expect(finding?.evidence).toEqual([
      { field: 'body', start: 5, end: 11, word: 'vx9527', category: 'ad', note: 'ad' },
      { field: 'body', start: 0, end: 0, category: 'ad', note: 'AD' },
      { field: 'body', start: 0, end: 0, category: 'ad', note: 'ad/pt_to_contact 0.97' },
      { field: 'body', start: 0, end: 0, category: '灌水', note: '灌水' },
      { field: 'body', start: 0, end: 0, note: '广告引流 · trace-7' },
    ]);
    expect(body.slice(5, 11)).toBe('vx9527');
  });

  test('may be no opinion, or one that comes later', async () => {
    answers({ status: 204 });
    expect(await ask()).toEqual([]);
    answers(json({ callback: true }, 202));
    expect(await ask()).toMatchObject([{ score: 0, verdict: 'review', active: true, evidence: [{ note: 'later' }] }]);
    expect(world.outcomes).toEqual(['none', 'later']);
  });

  test.each([
    ['no JSON', { body: '<html>' }],
    ['an empty one', { body: '' }],
    ['a list', json([])],
    ['no verdict', json({ score: 1 })],
    ['another verdict', json({ verdict: 'approve' })],
    ['a score beyond all measure', json({ verdict: 'pass', score: 5 })],
    ['places that are none', json({ verdict: 'review', spans: [{ start: -1, end: 'x' }] })],
    ['202 without a promise', json({ verdict: 'pass' }, 202)],
  ])('that is %s holds the comment', async (_name, reply) => {
    answers(reply);
    expect(await ask()).toMatchObject([{ score: 0, verdict: 'review', active: true, evidence: [{ note: 'failed:malformed' }] }]);
    expect(server.received).toHaveLength(1);
  });

  test('places beyond the text, and words with controls, do no harm', async () => {
    const labels = Array.from({ length: 50 }, (_, i) => ({ label: `l${i}` }));
    const wild = '\u202e\u0000\nx'.repeat(30);
    answers(
      json({
        verdict: 'review',
        spans: [
          { start: 900_000, end: 1_000_000 },
          { start: 5, end: 2 },
        ],
        labels,
        public_reason: wild,
      }),
    );
    const [finding] = await ask();
    expect(finding?.evidence).toHaveLength(2 + 20 + 1);
    for (const { start, end, note } of finding?.evidence ?? []) {
      expect([start, end]).toEqual([0, 0]);
      expect(note ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect((note ?? '').length).toBeLessThanOrEqual(200);
    }
  });

  test('a block needs leave; without it people look', async () => {
    answers(json({ verdict: 'block', score: 1 }));
    expect(await ask()).toMatchObject([{ verdict: 'review', score: 1 }]);
    expect(await ask({ canBlock: true })).toMatchObject([{ verdict: 'block', score: 1 }]);
  });
});

describe('a second try', () => {
  test('comes once after a passing failure, with the same key and id, anew signed', async () => {
    let tries = 0;
    server.answers((request) => {
      tries++;
      if (!isSigned(request, SECRET)) return { status: 401 };
      return tries === 1 ? { status: 503 } : json({ verdict: 'spam' });
    });
    expect(await ask()).toMatchObject([{ verdict: 'spam', score: 0.9 }]);
    const [first, second] = server.received;
    expect(server.received).toHaveLength(2);
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    expect([sent(0).attempt, sent(1).attempt]).toEqual([1, 2]);
    expect({ ...sent(0), attempt: 0, deadline_ms: 0 }).toEqual({ ...sent(1), attempt: 0, deadline_ms: 0 });
  });

  test('comes after a broken connection', async () => {
    server.answers((_request, raw) => {
      if (server.received.length > 1) return json({ verdict: 'pass' });
      raw.destroy();
      return 'raw';
    });
    expect(await ask()).toMatchObject([{ verdict: 'pass' }]);
    expect(server.received).toHaveLength(2);
  });

  test.each([500, 502, 503, 429])('and no third, when it stays at %d', async (status) => {
    answers({ status });
    expect(await ask()).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:busy' }] }]);
    expect(server.received).toHaveLength(2);
  });

  test.each([
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [302, 'redirect'],
  ])('does not come after %d', async (status, word) => {
    answers({ status, headers: { location: 'http://127.0.0.1:1/' } });
    expect(await ask()).toMatchObject([{ evidence: [{ note: `failed:${word}` }] }]);
    expect(server.received).toHaveLength(1);
  });

  test('does not come when the time is up: one limit for both', async () => {
    server.answers(() => {
      world.clock.steady += 1_950;
      return { status: 503 };
    });
    expect(await ask()).toMatchObject([{ evidence: [{ note: 'failed:busy' }] }]);
    expect(server.received).toHaveLength(1);
    server.answers(() => {
      world.clock.steady += 900;
      return { status: 503 };
    });
    await ask();
    expect(server.received).toHaveLength(3);
    expect(sent(2)).toMatchObject({ attempt: 2, deadline_ms: 1100 });
  });
});

test('a slow service is given up at its time limit, a huge answer at its length', async () => {
  answers('hang');
  expect(await ask({ timeoutMs: 1000 })).toMatchObject([{ evidence: [{ note: 'failed:timeout' }] }]);
  answers({ body: `{"verdict":"pass","x":"${'x'.repeat(70_000)}"}` });
  expect(await ask()).toMatchObject([{ evidence: [{ note: 'failed:too-large' }] }]);
});

describe('feedback', () => {
  test('tells signed what people decided, when it is wanted', async () => {
    const reviewer = (feedback: boolean) => [settings({ kind: 'webhook', url: server.url, feedback })];
    const decision = { action: 'reject' as const, reason: 'ABUSE' as const };
    const said = [{ phase: 'reviewer.one', score: 0, verdict: 'pass' as const, active: true, evidence: [] }];
    await world.reviewers.feedback(reviewer(false), subjectOf(), decision, said);
    expect(server.received).toEqual([]);
    answers({ status: 204 });
    await world.reviewers.feedback(reviewer(true), subjectOf(), decision, said);
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.headers['idempotency-key']).toBe('01JCOMMENT0000000000000001.1.one.reject');
    expect(sent()).toMatchObject({
      event: 'comment.feedback',
      id: '01JCOMMENT0000000000000001.1.one',
      decision: { action: 'reject', reason_code: 'ABUSE', own_verdict: 'pass' },
      comment: { text: '今天的新闻写得很清楚。' },
    });
    expect(world.outcomes).toEqual(['notified']);
    // The same again is known there already.
    await world.reviewers.feedback(reviewer(true), subjectOf(), decision, said);
    expect(server.received).toHaveLength(1);
    const other = { action: 'approve' as const, reason: null };
    answers({ status: 500 });
    await expect(world.reviewers.feedback(reviewer(true), subjectOf(), other, said)).rejects.toMatchObject({ code: 'busy' });
    answers({ status: 204 });
    await world.reviewers.feedback(reviewer(true), subjectOf(), other, said);
    expect(world.outcomes).toEqual(['notified', 'busy', 'notified']);
  });
});
