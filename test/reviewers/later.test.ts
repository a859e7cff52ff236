import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Comment, Finding, ReviewCase } from '../../server/domain/types.ts';
import { settleReview } from '../../server/comments/settle-review.ts';
import { acceptLater, createLater, type LaterDeps } from '../../server/reviewers/later.ts';
import { parseReviewId, reviewId } from '../../server/reviewers/review-id.ts';
import { signBody, verifySignature } from '../../server/reviewers/signature.ts';
import { openCase, waitingComment } from '../domain/waiting-comment.ts';
import { getOne, heldIn, newId, openThread, siteNamed, stored } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import { settings } from './world.ts';

const SECRET = 'a-secret-of-the-webhook';
const NOW = Date.UTC(2026, 0, 31, 8);
const later: Finding = {
  phase: 'reviewer.one',
  score: 0,
  verdict: 'review',
  active: true,
  evidence: [{ field: 'body', start: 0, end: 0, note: 'later' }],
};
const doubt: Finding = { phase: 'contact', score: 0.35, active: true, evidence: [] };

function commentOf(findings: Finding[], more: Partial<Comment> = {}): Comment {
  const content = { body: '加我**vx9527**', html: '<p>加我<strong>vx9527</strong></p>', text: '加我vx9527' };
  const review: ReviewCase = {
    ...openCase,
    kinds: ['new', 'flagged'],
    reasons: ['contact', 'reviewer-later:one'],
    score: 0.35,
    priority: 1,
  };
  return waitingComment({ id: 'C1', rootId: 'C1', siteId: 'news', content, review, findings, createdAt: NOW, ...more });
}

let deps: LaterDeps;
let comment: Comment;
beforeEach(() => {
  comment = commentOf([doubt, later]);
  const reviewers = [
    settings({ kind: 'webhook', url: 'https://reviewer.example.com/', canBlock: false }),
    settings({ kind: 'chat', id: 'model', url: 'https://api.example.com/v1' }),
  ];
  deps = { find: async (id) => (id === 'C1' ? { comment, reviewers } : null), wasTaken: async () => false, now: () => NOW };
});

const ID = 'C1.1.one';
const bodyOf = (more: object = {}): string => JSON.stringify({ id: ID, verdict: 'pass', ...more });
const send = (body: string, more: { id?: string; signature?: string | undefined; at?: number; secret?: string } = {}) =>
  acceptLater(deps, {
    id: more.id ?? ID,
    signature: 'signature' in more ? more.signature : signBody(more.secret ?? SECRET, body, more.at ?? NOW),
    body,
  });
const refused = { name: 'Problem', code: 'invalid-token' };

describe('a later answer', () => {
  test('takes the place of "later"; a pass leaves what the local phases found', async () => {
    expect(await send(bodyOf())).toEqual({
      comment,
      reviewerId: 'one',
      verdict: 'pass',
      findings: [doubt, { phase: 'reviewer.one', score: 0, verdict: 'pass', active: true, evidence: [] }],
      reasons: ['contact'],
    });
  });

  test('can make it worse, with evidence; a block without leave is for people', async () => {
    const spans = [{ start: 2, end: 8, label: 'ad' }];
    expect(await send(bodyOf({ verdict: 'spam', score: 0.9, spans }))).toMatchObject({
      verdict: 'spam',
      findings: [{}, { verdict: 'spam', evidence: [{ field: 'body', start: 4, end: 10, word: 'vx9527' }] }],
      reasons: ['contact', 'reviewer:one'],
    });
    expect(await send(bodyOf({ verdict: 'block' }))).toMatchObject({ verdict: 'review' });
  });

  test('cannot make it better: neither a verdict of another phase, nor the sum of small signs', async () => {
    comment = commentOf([{ ...doubt, score: 0.8, verdict: 'spam' }, later]);
    expect(await send(bodyOf())).toMatchObject({ verdict: 'spam' });
    comment = commentOf([doubt, { ...doubt, phase: 'links' }, later]);
    expect(await send(bodyOf({ score: 0 }))).toMatchObject({ verdict: 'review' });
    comment = commentOf([{ ...doubt, score: 1, verdict: 'block', active: false }, later]);
    expect(await send(bodyOf({ ttl_s: 1 }))).toMatchObject({ verdict: 'pass' });
  });

  test('is taken as bytes, too', async () => {
    const body = bodyOf({ public_reason: '没有问题' });
    const bytes = new TextEncoder().encode(body);
    expect(await acceptLater(deps, { id: ID, signature: signBody(SECRET, body, NOW), body: bytes })).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    ['no signature', { signature: undefined }],
    ['an empty one', { signature: '' }],
    ['no time', { signature: `v1=${'0'.repeat(64)}` }],
    ['no hash', { signature: 't=1769846400' }],
    ['a short hash', { signature: 't=1769846400,v1=00' }],
    ['a hash of nothing', { signature: `t=1769846400,v1=${'0'.repeat(64)}` }],
    ['another secret', { secret: 'another-secret-of-it' }],
    ['a signature of six minutes ago', { at: NOW - 360_000 }],
    ['a signature of the future', { at: NOW + 360_000 }],
    ['an unknown comment', { id: 'C2.1.one' }],
    ['an unknown reviewer', { id: 'C1.1.two' }],
    ['a reviewer that never calls', { id: 'C1.1.model' }],
    ['an id that is none', { id: '../etc' }],
  ])('with %s is refused like all others', async (_name, more) => {
    await expect(send(bodyOf(), more)).rejects.toMatchObject(refused);
  });

  test('is good once, and for one review alone', async () => {
    const signature = signBody(SECRET, bodyOf(), NOW);
    const { findings } = await send(bodyOf(), { signature });
    comment = commentOf(findings, { revision: 2 });
    const taken: unknown[] = [];
    deps = { ...deps, wasTaken: async (review) => taken.push(review) > 0 };
    await expect(send(bodyOf(), { signature })).rejects.toMatchObject(refused);
    expect(taken).toEqual([{ commentId: 'C1', revision: 1, reviewerId: 'one' }]);
    await expect(send(bodyOf({ id: 'C9.1.one' }))).rejects.toMatchObject(refused);
    await expect(send(JSON.stringify({ verdict: 'pass' }))).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test('comes too late once the comment was edited or decided, or when nobody waits for it', async () => {
    comment = commentOf([doubt, later], { revision: 2 });
    await expect(send(bodyOf())).rejects.toMatchObject({ code: 'stale-revision' });
    comment = commentOf([doubt]);
    await expect(send(bodyOf({ score: 0.1 }))).rejects.toMatchObject({ code: 'stale-revision' });
    comment = commentOf([later], { content: null });
    await expect(send(bodyOf({ score: 0.2 }))).rejects.toMatchObject({ code: 'stale-revision' });
  });

  test.each([
    ['', 'malformed-json'],
    ['{', 'malformed-json'],
    [JSON.stringify({ id: ID }), 'invalid-request'],
    [JSON.stringify({ id: ID, verdict: 'approve' }), 'invalid-request'],
  ])('that says %j is %s', async (body, code) => {
    await expect(send(body)).rejects.toMatchObject({ code });
  });
});

describe('a later answer that is sent twice', () => {
  /** Two processes on one store, a comment that waits, and the signed answer. */
  async function twoProcesses() {
    const world = await openSqliteWorld();
    const { store, again } = await world.fresh();
    const thread = await openThread(store, 'news');
    const findings = [later];
    const { id, revision } = await stored(store, { ...heldIn(thread, { reasons: ['reviewer-later:one'] }), findings });
    const review = reviewId({ commentId: id, revision, reviewerId: 'one' });
    const body = bodyOf({ id: review, verdict: 'spam' });
    const request = { id: review, signature: signBody(SECRET, body, NOW), body };
    const now = () => NOW;
    const reviewersOf = async () => [settings({ kind: 'webhook', url: 'https://reviewer.example.com/', canBlock: false })];
    const processes = [store, await again()].map((own) => async () => {
      const settled = await acceptLater(createLater({ store: own, reviewersOf, now }), request);
      await settleReview({ store: own, site: async (siteId) => siteNamed(siteId), now, newId }, settled);
    });
    return { processes, find: () => getOne(store, id), revision, close: world.close };
  }

  test('to one process after the other is taken once', async () => {
    const { processes, find, revision, close } = await twoProcesses();
    try {
      await processes[0]?.();
      for (const process of processes) await expect(process()).rejects.toMatchObject(refused);
      expect(await find()).toMatchObject({ revision: revision + 1, status: 'spam' });
    } finally {
      await close();
    }
  });

  test('to both at once is taken once', async () => {
    const { processes, find, revision, close } = await twoProcesses();
    try {
      const ended = await Promise.allSettled(processes.map((process) => process()));
      expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await find()).toMatchObject({ revision: revision + 1, status: 'spam' });
    } finally {
      await close();
    }
  });
});

describe('signatures', () => {
  test('one of several may fit, while a secret is changed', () => {
    const right = signBody(SECRET, '好', NOW);
    const both = right.replace('v1=', `v1=${'0'.repeat(64)},v1=`);
    expect(verifySignature(SECRET, both, '好', NOW)).toBeNull();
    expect(verifySignature(SECRET, right, '坏', NOW)).toBe('wrong');
    expect(verifySignature(SECRET, right.toUpperCase().replace('T=', 't=').replace('V1=', 'v1='), '好', NOW)).toBeNull();
  });

  test('hold for five minutes, to the second, in both directions', () => {
    const signature = signBody(SECRET, '好', NOW);
    for (const offset of [-300_000, 0, 300_000]) expect(verifySignature(SECRET, signature, '好', NOW + offset)).toBeNull();
    for (const offset of [-300_001, 300_001]) expect(verifySignature(SECRET, signature, '好', NOW + offset)).toBe('too-old');
  });
});

test('the id of a review says what it is of; other texts are none', () => {
  const of = { commentId: '01JCOMMENT', revision: 12, reviewerId: 'our-model-2' };
  expect(parseReviewId(reviewId(of))).toEqual(of);
  for (const wrong of [
    '',
    'a',
    'a.b.c',
    'a.0.c',
    'a.01.c',
    'a.1.',
    'a.1.C',
    'a.1.c.d',
    'a b.1.c',
    `${'a'.repeat(65)}.1.c`,
    'a.9999999999.c',
  ]) {
    expect(parseReviewId(wrong)).toBeNull();
  }
});
