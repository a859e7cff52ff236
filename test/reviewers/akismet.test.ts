import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ReviewerSettings } from '../../contract/reviewers.ts';
import type { HumanDecision } from '../../server/reviewers/adapter.ts';
import { type Received, type Reply, request, type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, PERSONAL, settings, subjectOf, type World } from './world.ts';

const KEY = '0123456789ab';
const THANKS = 'Thanks for making the web a better place.';

const formOf = ({ body }: Received): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

/** Akismet as its pages describe it: POST, a form, the key and what is required, words for answers. */
function akismetAnswers(request: Received): Reply {
  const form = formOf(request);
  if (request.method !== 'POST' || !/^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? ''))
    return { status: 405 };
  if (form.api_key !== KEY) return { body: 'invalid', headers: { 'X-akismet-debug-help': 'We were unable to parse your api key' } };
  const missing = ['blog', 'user_ip'].find((name) => (form[name] ?? '') === '');
  if (missing !== undefined) return { body: 'invalid', headers: { 'X-akismet-debug-help': `Empty "${missing}" value` } };
  if (request.path === '/1.1/submit-spam' || request.path === '/1.1/submit-ham') return { body: THANKS };
  if (request.path !== '/1.1/comment-check') return { status: 404 };
  // The two words that Akismet keeps for tests.
  if (form.comment_author === 'akismet-guaranteed-spam') return { body: 'true' };
  if (form.comment_content?.includes('discard') === true) return { body: 'true', headers: { 'X-akismet-pro-tip': 'discard' } };
  return { body: 'false' };
}

let server: StandIn;
let world: World;
beforeEach(async () => {
  world = makeWorld();
  server = await startStandIn(akismetAnswers);
});
afterEach(() => server.close());

const reviewer = (more: object = {}) => settings({ kind: 'akismet', url: server.url, ...more });
const ask = (more: object = {}, subject = subjectOf()) => world.reviewers.review([reviewer(more)], subject, local());
const spammer = subjectOf({}, { author: { ...subjectOf().author, name: 'akismet-guaranteed-spam' } });

test('cannot be set up without the field that it works by', () => {
  const given = { kind: 'akismet', id: 'a', secret: KEY, blog: 'https://news.example.com/' };
  expect(ReviewerSettings.safeParse(given).error?.issues).toMatchObject([{ path: ['fields', 'ip'] }]);
  expect(ReviewerSettings.safeParse({ ...given, fields: { ip: true } }).success).toBe(true);
});

describe('comment-check', () => {
  test('sends the published members, and of the person the address and the name alone', async () => {
    expect(await ask()).toMatchObject([{ phase: 'reviewer.one', verdict: 'pass', score: 0 }]);
    expect(server.received[0]).toMatchObject({ method: 'POST', path: '/1.1/comment-check' });
    expect(formOf(request(server, 0))).toEqual({
      api_key: KEY,
      blog: 'https://news.example.com/',
      user_ip: PERSONAL.ip,
      permalink: 'https://news.example.com/a/1',
      comment_type: 'comment',
      comment_author: '小林',
      comment_content: '今天的新闻写得很清楚。',
      blog_charset: 'UTF-8',
    });
  });

  test('sends more when it may, and says why it asks again', async () => {
    const fields = { ip: true, name: false, userAgent: true, context: true };
    await ask({ fields }, { ...subjectOf(), action: 'edit' });
    const form = formOf(request(server, 0));
    expect(form).toMatchObject({
      user_agent: PERSONAL.userAgent,
      referrer: PERSONAL.referrer,
      comment_type: 'reply',
      recheck_reason: 'edit',
    });
    expect(form).not.toHaveProperty('comment_author');
  });

  test('true is spam; a blatant one is refused where it may be', async () => {
    expect(await ask({}, spammer)).toMatchObject([{ verdict: 'spam', score: 0.9, evidence: [{ category: 'ad', note: 'spam' }] }]);
    const blatant = subjectOf({ text: 'discard me' });
    expect(await ask({}, blatant)).toMatchObject([{ verdict: 'spam', evidence: [{ note: 'spam/discard' }] }]);
    expect(await ask({ canBlock: true }, blatant)).toMatchObject([{ verdict: 'block' }]);
    expect(await ask({ canBlock: true }, spammer)).toMatchObject([{ verdict: 'spam' }]);
  });

  test('a wrong key, an unknown address and other words hold the comment', async () => {
    expect(await ask({ secret: 'ffffffffffff' })).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:refused' }] }]);
    const nowhere = subjectOf({}, { client: { ...subjectOf().client, ip: null } });
    expect(await ask({}, nowhere)).toMatchObject([{ evidence: [{ note: 'failed:refused' }] }]);
    server.answers(() => ({ body: 'maybe' }));
    expect(await ask()).toMatchObject([{ evidence: [{ note: 'failed:malformed' }] }]);
  });
});

describe('feedback', () => {
  const decisions: [HumanDecision['action'], HumanDecision['reason'], HumanDecision['own'], string | null][] = [
    ['spam', null, 'pass', '/1.1/submit-spam'],
    ['reject', 'AD', 'pass', '/1.1/submit-spam'],
    ['reject', 'SPAM', null, '/1.1/submit-spam'],
    ['reject', 'ABUSE', 'pass', null],
    ['spam', null, 'spam', null],
    ['approve', null, 'spam', '/1.1/submit-ham'],
    ['approve', null, 'block', '/1.1/submit-ham'],
    ['approve', null, 'pass', null],
    ['approve', null, null, null],
    ['reject', 'ABUSE', 'spam', null],
  ];
  test.each(decisions)('%s for %p after %p: %p', async (action, reason, own, path) => {
    const findings = own === null ? [] : [{ phase: 'reviewer.one', score: 0.9, verdict: own, active: true, evidence: [] }];
    await world.reviewers.feedback([reviewer({ feedback: true })], subjectOf(), { action, reason }, findings);
    expect(server.received.map((request) => request.path)).toEqual(path === null ? [] : [path]);
    expect(world.outcomes).toEqual(path === null ? [] : ['notified']);
  });

  test('is off unless wanted, and a refusal is only counted', async () => {
    const approve = { action: 'spam' as const, reason: null };
    await world.reviewers.feedback([reviewer()], subjectOf(), approve, []);
    expect(server.received).toEqual([]);
    await world.reviewers.feedback([reviewer({ feedback: true, secret: 'ffffffffffff' })], subjectOf(), approve, []);
    expect(world.outcomes).toEqual(['refused']);
  });
});
