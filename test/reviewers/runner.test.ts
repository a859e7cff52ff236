import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ReviewerSettings } from '../../server/domain/reviewer-settings.ts';
import { json, type Reply, type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, settings, type Subject, subjectOf, type World } from './world.ts';

const pass = json({ verdict: 'pass' });
let server: StandIn;
let world: World;
beforeEach(async () => {
  world = makeWorld();
  server = await startStandIn(() => pass);
});
afterEach(() => server.close());

const reviewer = (more: object = {}) => settings({ kind: 'webhook', url: `${server.url}/one`, ...more });
const ask = (list: ReviewerSettings[], subject = subjectOf(), found = local()) => world.reviewers.review(list, subject, found);
const numbered = (n: number, more: Partial<Subject> = {}) => subjectOf({ id: `01JCOMMENT${n}`, text: `第${n}条评论` }, more);
const paths = () => server.received.map(({ path }) => path);
const inMode = (mode: 'pre' | 'graded' | 'post') => ({ site: { ...subjectOf().site, mode } });

describe('who is asked', () => {
  test('all, in order, each with a finding of its own', async () => {
    server.answers(({ path }) => json({ verdict: path === '/two' ? 'spam' : 'review' }));
    const list = ['one', 'two', 'three'].map((id) => reviewer({ id, url: `${server.url}/${id}` }));
    expect(await ask(list)).toMatchObject([
      { phase: 'reviewer.one', verdict: 'review' },
      { phase: 'reviewer.two', verdict: 'spam' },
      { phase: 'reviewer.three', verdict: 'review' },
    ]);
    expect(paths()).toEqual(['/one', '/two', '/three']);
  });

  test('nobody once it is refused: the text need not leave the house', async () => {
    expect(await ask([reviewer()], subjectOf(), local('block'))).toEqual([]);
    expect(server.received).toEqual([]);
    server.answers(() => json({ verdict: 'block' }));
    const list = [reviewer({ id: 'a', canBlock: true }), reviewer({ id: 'b' })];
    expect(await ask(list)).toMatchObject([{ phase: 'reviewer.a', verdict: 'block' }]);
    expect(server.received).toHaveLength(1);
  });

  test('with `review` only where the local pipeline doubts', async () => {
    const list = [reviewer({ when: 'review' })];
    for (const verdict of ['pass', 'spam', 'block'] as const) expect(await ask(list, subjectOf(), local(verdict))).toEqual([]);
    expect(server.received).toEqual([]);
    expect(await ask(list, subjectOf(), local('review'))).toHaveLength(1);
  });

  test('with a sample about that many, and the same ones again', async () => {
    const list = [reviewer({ when: { sample: 20 } })];
    const asked = async (n: number) => (await ask(list, numbered(n))).length;
    const first: number[] = [];
    for (let n = 0; n < 200; n++) first.push(await asked(n));
    const hits = first.reduce((sum, hit) => sum + hit, 0);
    expect(hits).toBeGreaterThan(15);
    expect(hits).toBeLessThan(70);
    for (let n = 0; n < 20; n++) expect(await asked(n)).toBe(first[n]);
  });
});

describe('no answer', () => {
  test.each(['pre', 'graded', 'post'] as const)('holds in mode %s', async (mode) => {
    server.answers(() => ({ status: 500 }));
    expect(await ask([reviewer()], subjectOf({}, inMode(mode)))).toEqual([
      {
        phase: 'reviewer.one',
        score: 0,
        verdict: 'review',
        active: true,
        evidence: [{ field: 'body', start: 0, end: 0, note: 'failed:busy' }],
      },
    ]);
  });

  test('lets go on in mode post alone, when the site says so, and is still shown', async () => {
    server.answers(() => ({ status: 500 }));
    const open = [reviewer({ failMode: 'open' })];
    for (const mode of ['pre', 'graded'] as const)
      expect(await ask(open, subjectOf({}, inMode(mode)))).toMatchObject([{ active: true, verdict: 'review' }]);
    const [finding] = await ask(open, subjectOf({}, inMode('post')));
    expect(finding).toMatchObject({ active: false, score: 0, evidence: [{ note: 'failed:busy' }] });
    expect(finding).not.toHaveProperty('verdict');
  });

  test('that depends on the text holds even so: nobody may write himself past a reviewer', async () => {
    const open = reviewer({ failMode: 'open' });
    for (const reply of [{ status: 400 }, { body: 'no JSON' }, { body: 'x'.repeat(70_000) }, { status: 302, headers: { location: '/' } }]) {
      server.answers(() => reply);
      expect(await ask([open], subjectOf({}, inMode('post')))).toMatchObject([{ active: true, verdict: 'review' }]);
    }
    const long = settings({ kind: 'aliyun', url: server.url, failMode: 'open' });
    expect(await ask([long], subjectOf({ text: '长'.repeat(20_000) }, inMode('post')))).toMatchObject([
      { active: true, verdict: 'review' },
    ]);
  });
});

describe('the breaker', () => {
  const failing = async (n: number) => {
    for (let i = 0; i < n; i++) await ask([reviewer()], numbered(i));
  };

  test('leaves a reviewer alone after five failures, for thirty seconds, then asks one', async () => {
    server.answers(() => ({ status: 500 }));
    await failing(5);
    expect(server.received).toHaveLength(10);
    expect(await ask([reviewer()], numbered(6))).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:resting' }] }]);
    world.clock.steady += 29_999;
    await ask([reviewer()], numbered(7));
    expect(server.received).toHaveLength(10);
    world.clock.steady += 1;
    server.answers(() => pass);
    expect(await ask([reviewer()], numbered(8))).toMatchObject([{ verdict: 'pass' }]);
    expect(await ask([reviewer()], numbered(9))).toMatchObject([{ verdict: 'pass' }]);
    expect(server.received).toHaveLength(12);
    expect(world.outcomes).toEqual([...Array(5).fill('busy'), 'resting', 'resting', 'pass', 'pass']);
  });

  test('lets a single question through to try, and rests again when it fails', async () => {
    server.answers(() => ({ status: 500 }));
    await failing(5);
    world.clock.steady += 30_000;
    let release: (reply: Reply) => void = () => undefined;
    const waiting = new Promise<Reply>((resolve) => {
      release = resolve;
    });
    server.answers(() => (server.received.length === 11 ? waiting : { status: 500 }));
    const probe = ask([reviewer()], numbered(10));
    const others = await Promise.all([11, 12, 13].map((n) => ask([reviewer()], numbered(n))));
    for (const other of others) expect(other).toMatchObject([{ evidence: [{ note: 'failed:resting' }] }]);
    release({ status: 503 });
    expect(await probe).toMatchObject([{ evidence: [{ note: 'failed:busy' }] }]);
    world.clock.steady += 29_999;
    expect(await ask([reviewer()], numbered(14))).toMatchObject([{ evidence: [{ note: 'failed:resting' }] }]);
    world.clock.steady += 1;
    server.answers(() => pass);
    expect(await ask([reviewer()], numbered(15))).toMatchObject([{ verdict: 'pass' }]);
  });

  test('counts failures in a row, of one reviewer with these settings, and none that the text causes', async () => {
    server.answers(() => ({ status: 500 }));
    await failing(4);
    server.answers(() => pass);
    await ask([reviewer()], numbered(20));
    server.answers(() => ({ status: 500 }));
    await failing(4);
    server.answers(() => ({ body: 'a text that it chokes on' }));
    for (let n = 30; n < 40; n++)
      expect(await ask([reviewer()], numbered(n))).toMatchObject([{ evidence: [{ note: 'failed:malformed' }] }]);
    server.answers(() => ({ status: 500 }));
    await failing(5);
    server.answers(() => pass);
    expect(await ask([reviewer()], numbered(50))).toMatchObject([{ evidence: [{ note: 'failed:resting' }] }]);
    expect(await ask([reviewer({ secret: 'a-new-secret-for-the-webhook' })], numbered(50))).toMatchObject([{ verdict: 'pass' }]);
    expect(await ask([reviewer({ id: 'two' })], numbered(50))).toMatchObject([{ verdict: 'pass' }]);
    const elsewhere = { ...subjectOf().site, id: 'blog' };
    expect(await ask([reviewer()], numbered(50, { site: elsewhere }))).toMatchObject([{ verdict: 'pass' }]);
  });
});

describe('the daily quota', () => {
  test('counts calls till midnight UTC; what was known costs nothing', async () => {
    const list = [reviewer({ dailyQuota: 3 })];
    world.clock.now = Date.UTC(2026, 0, 31, 23, 59);
    for (const n of [1, 2, 2, 2, 3]) expect(await ask(list, numbered(n))).toMatchObject([{ verdict: 'pass' }]);
    expect(await ask(list, numbered(4))).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:quota' }] }]);
    expect(server.received).toHaveLength(3);
    world.clock.now += 60_000;
    expect(await ask(list, numbered(4))).toMatchObject([{ verdict: 'pass' }]);
  });

  test('counts second tries and pieces, and other settings do not begin it anew', async () => {
    server.answers(() => ({ status: 500 }));
    await ask([reviewer({ dailyQuota: 3 })], numbered(1));
    server.answers(() => pass);
    expect(await ask([reviewer({ dailyQuota: 3 })], numbered(2))).toMatchObject([{ verdict: 'pass' }]);
    expect(await ask([reviewer({ dailyQuota: 3, timeoutMs: 3000 })], numbered(3))).toMatchObject([
      { evidence: [{ note: 'failed:quota' }] },
    ]);
    const aliyun = settings({ kind: 'aliyun', id: 'ali', url: server.url, dailyQuota: 2 });
    server.received.length = 0;
    expect(await ask([aliyun], subjectOf({ text: '长'.repeat(1_500) }))).toMatchObject([{ evidence: [{ note: 'failed:quota' }] }]);
    expect(server.received).toEqual([]);
  });
});

describe('the memory', () => {
  test('keeps an opinion on the same words for ten minutes, for a new comment too', async () => {
    server.answers(() => json({ verdict: 'spam', score: 0.8 }));
    for (const id of ['A', 'B']) expect(await ask([reviewer()], subjectOf({ id }))).toMatchObject([{ verdict: 'spam', score: 0.8 }]);
    expect(server.received).toHaveLength(1);
    expect(world.outcomes).toEqual(['spam', 'cached']);
    world.clock.steady += 599_000;
    await ask([reviewer()]);
    expect(server.received).toHaveLength(1);
    world.clock.steady += 2_000;
    await ask([reviewer()]);
    expect(server.received).toHaveLength(2);
  });

  test('knows another text, another name, another page and other settings from each other', async () => {
    await ask([reviewer()]);
    await ask([reviewer()], subjectOf({ text: '另一句' }));
    await ask([reviewer()], subjectOf({}, { author: { ...subjectOf().author, name: '别人' } }));
    await ask([reviewer()], subjectOf({}, { page: { ...subjectOf().page, key: '/b' } }));
    await ask([reviewer({ canBlock: true })]);
    await ask([reviewer({ id: 'two' })]);
    await ask([reviewer()], subjectOf({}, { site: { ...subjectOf().site, id: 'blog' } }));
    expect(server.received).toHaveLength(7);
  });

  test('keeps neither failures, nor silence, nor what the reviewer does not want kept; and no longer than it says', async () => {
    for (const reply of [{ status: 500 }, { status: 204 }, json({ callback: true }, 202), json({ verdict: 'pass', ttl_s: 0 })]) {
      server.received.length = 0;
      server.answers(() => reply);
      await ask([reviewer()]);
      const once = server.received.length;
      await ask([reviewer()]);
      expect(server.received.length).toBe(2 * once);
    }
    server.answers(() => json({ verdict: 'pass', ttl_s: 60 }));
    server.received.length = 0;
    await ask([reviewer()]);
    world.clock.steady += 59_000;
    await ask([reviewer()]);
    expect(server.received).toHaveLength(1);
    world.clock.steady += 2_000;
    await ask([reviewer()]);
    expect(server.received).toHaveLength(2);
  });
});

test('can be given up when the server stops', async () => {
  const control = new AbortController();
  server.answers(() => {
    control.abort();
    return 'hang';
  });
  expect(await world.reviewers.review([reviewer()], subjectOf(), local(), control.signal)).toMatchObject([
    { verdict: 'review', evidence: [{ note: 'failed:aborted' }] },
  ]);
});
