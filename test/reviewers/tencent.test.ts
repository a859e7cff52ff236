import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signTencent } from '../../server/reviewers/tencent-signature.ts';
import { json, type Received, type Reply, request, type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, settings, subjectOf, type World } from './world.ts';

const KEY_ID = 'AKIDexample';
const KEY_SECRET = 'tencent-key-secret';

/** 腾讯云's side of TC3-HMAC-SHA256, from its page: step by step from the request that came. */
function isSigned({ method, path, headers, body }: Received): boolean {
  const said = /^TC3-HMAC-SHA256 Credential=([^/]+)\/([^/]+)\/([^/]+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, keyId, date = '', service = '', names = '', signature] = said.exec(headers.authorization ?? '') ?? [];
  const timestamp = String(headers['x-tc-timestamp']);
  const isSameDay = new Date(Number(timestamp) * 1000).toISOString().startsWith(date);
  if (keyId !== KEY_ID || service !== 'tms' || !isSameDay || !/^content-type;host\b/.test(names)) return false;
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).toLowerCase()}\n`);
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const canonical = `${method}\n${path}\n\n${lines.join('')}\n${names}\n${bodyHash}`;
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${createHash('sha256').update(canonical).digest('hex')}`;
  let key: Buffer | string = `TC3${KEY_SECRET}`;
  for (const part of [date, service, 'tc3_request']) key = createHmac('sha256', key).update(part).digest();
  return signature === createHmac('sha256', key).update(text).digest('hex');
}

const error = (Code: string): Reply => json({ Response: { Error: { Code, Message: 'told to developers' }, RequestId: 'r-1' } });
const moderated = (Response: object): Reply => json({ Response: { BizType: '', RequestId: 'r-1', ...Response } });
const NORMAL = moderated({ Suggestion: 'Pass', Label: 'Normal', SubLabel: '', Score: 0, Keywords: [], DetailResults: null });
const contentOf = (request: Received): string => Buffer.from(JSON.parse(request.body).Content, 'base64').toString('utf8');

let server: StandIn;
let world: World;
beforeEach(async () => {
  world = makeWorld();
  server = await startStandIn(() => NORMAL);
  answers(() => NORMAL);
});
afterEach(() => server.close());

function answers(answering: (content: string) => Reply): void {
  server.answers((request) => {
    const { headers } = request;
    if (headers['x-tc-action'] !== 'TextModeration' || headers['x-tc-version'] !== '2020-12-29') return error('InvalidAction');
    if (!isSigned(request)) return error('AuthFailure.SignatureFailure');
    if (Math.abs(Number(headers['x-tc-timestamp']) * 1000 - world.clock.now) > 300_000) return error('AuthFailure.SignatureExpire');
    const content = contentOf(request);
    return [...content].length > 10_000 ? error('InvalidParameterValue.ErrTextContentLen') : answering(content);
  });
}
const ask = (more: object = {}, subject = subjectOf()) =>
  world.reviewers.review([settings({ kind: 'tencent', url: server.url, ...more })], subject, local());

test('the signature is that of the worked example on the page', () => {
  const headers = signTencent('AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******', 'Gu5t9xGARNpq86cd98joQYCN3*******', {
    host: 'cvm.tencentcloudapi.com',
    service: 'cvm',
    action: 'DescribeInstances',
    version: '2017-03-12',
    region: 'ap-guangzhou',
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    timestamp: 1551113065,
  });
  expect(headers).toMatchObject({
    'x-tc-timestamp': '1551113065',
    authorization:
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, ' +
      'SignedHeaders=content-type;host;x-tc-action, Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3',
  });
});

test('the date of the signature is that of UTC', async () => {
  world.clock.now = Date.parse('2026-02-01T00:30:00+08:00');
  expect(await ask()).toMatchObject([{ verdict: 'pass' }]);
  expect(server.received[0]?.headers.authorization).toContain('/2026-01-31/tms/tc3_request');
});

test('sends the text alone, and of the person what is switched on; of addresses IPv4 alone', async () => {
  await ask();
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    Content: Buffer.from('今天的新闻写得很清楚。\n小林').toString('base64'),
    DataId: '01JCOMMENT0000000000000001-1-one',
  });
  expect(server.received[0]?.headers['x-tc-region']).toBe('ap-guangzhou');
  const fields = { ip: true, readerId: true, name: false };
  await ask({ fields, bizType: 'comments' });
  expect(JSON.parse(server.received[1]?.body ?? '')).toMatchObject({
    BizType: 'comments',
    User: { UserId: 'READER000000000000000000001', AccountType: 7 },
    Device: { IP: '198.18.7.7' },
  });
  expect(contentOf(request(server, 1))).toBe('今天的新闻写得很清楚。');
  await ask({ fields }, subjectOf({ text: '别的' }, { client: { ...subjectOf().client, ip: '2400:3200::1' } }));
  expect(JSON.parse(server.received[2]?.body ?? '')).not.toHaveProperty('Device');
});

test('reads a long comment at once, and a longer one in pieces', async () => {
  await ask({}, subjectOf({ text: '长'.repeat(5_000) }));
  expect(server.received).toHaveLength(1);
  await ask({}, subjectOf({ text: '长𠮷'.repeat(5_000) }));
  expect(server.received).toHaveLength(3);
  for (const request of server.received) expect(contentOf(request)).not.toContain('\ufffd');
});

describe('the answer', () => {
  test.each([
    ['Block', 'review', 'block'],
    ['Review', 'review', 'review'],
    ['Pass', 'pass', 'pass'],
  ])('%s is %s, with leave to block %s', async (Suggestion, verdict, withLeave) => {
    answers(() => moderated({ Suggestion, Label: 'Ad', SubLabel: 'Contact', Score: 92, Keywords: [] }));
    const score = verdict === 'pass' ? 0 : 0.92;
    expect(await ask()).toMatchObject([{ verdict, score }]);
    expect(await ask({ canBlock: true })).toMatchObject([{ verdict: withLeave, score }]);
  });

  test('places are counted in characters there and in UTF-16 here', async () => {
    const text = '𠮷𠮷加微信vx9527吧';
    const hit = { Type: 'Keyword', Keyword: '加微信', Positions: [{ Start: 2, End: 5 }] };
    const lastOne = { Type: 'Keyword', Keyword: 'vx9527', Positions: [{ Start: 5, End: 10 }] };
    answers(() =>
      moderated({
        Suggestion: 'Block',
        Label: 'Ad',
        SubLabel: 'Contact',
        Score: 99,
        Keywords: ['加微信', 'vx9527'],
        DetailResults: [
          { Label: 'Ad', SubLabel: 'Contact', Suggestion: 'Block', Score: 99, Keywords: ['加微信'], HitInfos: [hit, lastOne] },
        ],
      }),
    );
    const [finding] = await ask({}, subjectOf({ text }));
    expect(finding?.evidence).toEqual([
      { field: 'body', start: 4, end: 7, word: '加微信', category: 'ad', note: 'Ad' },
      { field: 'body', start: 7, end: 13, word: 'vx9527', category: 'ad', note: 'Ad' },
      { field: 'body', start: 0, end: 0, category: 'ad', note: 'Ad/Contact 0.99' },
      { field: 'body', start: 0, end: 0, note: 'r-1' },
    ]);
  });

  test('keywords without places are looked for, also in the name', async () => {
    answers(() => moderated({ Suggestion: 'Review', Label: 'Abuse', Score: 70, Keywords: ['清楚', '小林', '没有的'] }));
    const [finding] = await ask();
    expect(finding?.evidence.slice(0, 3)).toMatchObject([
      { field: 'body', start: 8, end: 10, word: '清楚' },
      { field: 'name', start: 0, end: 2, word: '小林' },
      { field: 'body', start: 0, end: 0, word: '没有的', category: 'abuse' },
    ]);
  });

  test.each([
    ['AuthFailure.SignatureFailure', 'refused'],
    ['UnauthorizedOperation.Unauthorized', 'refused'],
    ['InternalError.ErrTextTimeOut', 'busy'],
    ['RequestLimitExceeded', 'busy'],
  ])('the error %s, which comes with status 200, holds: %s', async (code, word) => {
    answers(() => error(code));
    expect(await ask()).toMatchObject([{ verdict: 'review', evidence: [{ note: `failed:${word}` }] }]);
    expect(server.received).toHaveLength(word === 'busy' ? 2 : 1);
  });

  test('a wrong key is refused; other forms are no answers', async () => {
    expect(await ask({ secret: 'another-secret' })).toMatchObject([{ evidence: [{ note: 'failed:refused' }] }]);
    answers(() => json({ Suggestion: 'Pass' }));
    expect(await ask()).toMatchObject([{ evidence: [{ note: 'failed:malformed' }] }]);
  });
});
