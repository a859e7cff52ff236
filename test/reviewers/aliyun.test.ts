import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signAliyun } from '../../server/reviewers/aliyun-signature.ts';
import { json, type Received, type Reply, request, type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, settings, subjectOf, type World } from './world.ts';

const KEY_ID = 'LTAIexample';
const KEY_SECRET = 'aliyun-key-secret';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** 阿里云's side of ACS3-HMAC-SHA256, from its page: the request that came is made canonical anew, by the names that it says are signed. */
function isSigned({ method, path, headers, body }: Received, keySecret: string): boolean {
  const said = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '');
  const [, keyId, names = '', signature] = said ?? [];
  const signed = names.split(';');
  const needed = Object.keys(headers).filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'));
  if (keyId !== KEY_ID || !needed.every((name) => signed.includes(name)) || [...signed].sort().join() !== signed.join()) return false;
  if (headers['x-acs-content-sha256'] !== sha256(body)) return false;
  const [uri = '', query = ''] = path.split('?');
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = `${method}\n${uri}\n${query.split('&').sort().join('&')}\n${lines.join('')}\n${names}\n${sha256(body)}`;
  return (
    signature ===
    createHmac('sha256', keySecret)
      .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
      .digest('hex')
  );
}

const parametersOf = (request: Received) => {
  const form = new URLSearchParams(request.body);
  return { service: form.get('Service'), ...JSON.parse(form.get('ServiceParameters') ?? 'null') };
};
const data = (RiskLevel: string, Result: object[]): Reply =>
  json({ Code: 200, Message: 'OK', RequestId: 'AAAA-1', Data: { RiskLevel, Result, Advice: [] } });
const NORMAL = data('none', [{ Label: 'nonLabel', Description: '未检测出风险' }]);

let server: StandIn;
let world: World;
let used: Set<string>;
beforeEach(async () => {
  world = makeWorld();
  used = new Set();
  server = await startStandIn(() => NORMAL);
  answers(() => NORMAL);
});
afterEach(() => server.close());

/** Speaks only with those who sign, within fifteen minutes, with a nonce that is new. */
function answers(answering: (parameters: ReturnType<typeof parametersOf>) => Reply): void {
  server.answers((request) => {
    const { headers } = request;
    const nonce = String(headers['x-acs-signature-nonce']);
    const isLate = Math.abs(Date.parse(String(headers['x-acs-date'])) - world.clock.now) > 15 * 60_000;
    if (headers['x-acs-action'] !== 'TextModerationPlus' || headers['x-acs-version'] !== '2022-03-02') return { status: 404 };
    if (!isSigned(request, KEY_SECRET)) return json({ Code: 'SignatureDoesNotMatch', Message: 'Specified signature is not matched' }, 400);
    if (isLate || nonce.length < 16 || used.has(nonce)) return json({ Code: 'SignatureNonceUsed' }, 400);
    used.add(nonce);
    return answering(parametersOf(request));
  });
}
const ask = (more: object = {}, subject = subjectOf()) =>
  world.reviewers.review([settings({ kind: 'aliyun', url: server.url, ...more })], subject, local());

test('the signature is that of the worked example on the page', () => {
  const headers = signAliyun('YourAccessKeyId', 'YourAccessKeySecret', {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
    body: '',
    date: '2023-10-26T10:22:32Z',
    nonce: '3156853299f313e23d1673dc12e1703d',
  });
  expect(headers.authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;' +
      'x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
});

test('asks the service for comments, by the address of the region, with a signature that holds', async () => {
  expect(await ask()).toMatchObject([{ verdict: 'pass', score: 0 }]);
  expect(server.received[0]).toMatchObject({ method: 'POST', path: '/' });
  expect(parametersOf(request(server, 0))).toEqual({
    service: 'comment_detection_pro',
    content: '今天的新闻写得很清楚。\n小林',
    dataId: '01JCOMMENT0000000000000001.1.one',
  });
  const urls: string[] = [];
  const other = makeWorld({
    fetch: (input, init) => {
      urls.push(`${input} ${new Headers(init?.headers).get('host')}`);
      return Promise.resolve(new Response(NORMAL.body ?? ''));
    },
  });
  await other.reviewers.review([settings({ kind: 'aliyun', region: 'cn-beijing' })], subjectOf(), local());
  expect(urls).toEqual(['https://green-cip.cn-beijing.aliyuncs.com/ green-cip.cn-beijing.aliyuncs.com']);
});

test('a wrong key is refused and holds', async () => {
  expect(await ask({ secret: 'another-secret' })).toMatchObject([{ verdict: 'review', evidence: [{ note: 'failed:refused' }] }]);
});

describe('the answer', () => {
  test.each([
    ['high', 'review', 'block'],
    ['medium', 'review', 'review'],
    ['low', 'pass', 'pass'],
    ['none', 'pass', 'pass'],
  ])('risk %s is %s, with leave to block %s', async (level, verdict, withLeave) => {
    answers(() => data(level, [{ Label: 'pt_to_contact', Confidence: 81.22 }]));
    const score = verdict === 'pass' ? 0 : 0.8122;
    expect(await ask()).toMatchObject([{ verdict, score }]);
    expect(await ask({ canBlock: true })).toMatchObject([{ verdict: withLeave, score }]);
  });

  test('labels and words become evidence, in our categories', async () => {
    answers(() =>
      data('high', [
        { Label: 'pt_to_contact', Confidence: 97, RiskWords: '加微信,vx9527' },
        { Label: 'customized', CustomizedHit: [{ LibName: '自定义', KeyWords: '便宜' }] },
      ]),
    );
    const [finding] = await ask({}, subjectOf({ text: '加微信vx9527，便宜' }));
    expect(finding?.evidence).toEqual([
      { field: 'body', start: 0, end: 3, word: '加微信', category: 'ad', note: 'pt_to_contact' },
      { field: 'body', start: 3, end: 9, word: 'vx9527', category: 'ad', note: 'pt_to_contact' },
      { field: 'body', start: 10, end: 12, word: '便宜', category: 'customized', note: 'customized' },
      { field: 'body', start: 0, end: 0, category: 'ad', note: 'pt_to_contact 0.97' },
      { field: 'body', start: 0, end: 0, category: 'customized', note: 'customized' },
      { field: 'body', start: 0, end: 0, note: 'AAAA-1' },
    ]);
  });

  test.each([
    [json({ Code: 588, Message: 'over quota' }), 'busy'],
    [json({ Code: 401, Message: 'no' }), 'refused'],
    [json({ Code: 200 }), 'malformed'],
    [json({ Code: 200, Data: { RiskLevel: 'unheard-of', Result: [] } }), 'malformed'],
    [{ body: '{' }, 'malformed'],
  ])('%j holds: %s', async (reply, word) => {
    answers(() => reply);
    expect(await ask()).toMatchObject([{ verdict: 'review', evidence: [{ note: `failed:${word}` }] }]);
  });
});

describe('long texts', () => {
  const sentences = Array.from({ length: 80 }, (_, i) => `第${i}段说的是公园里的花和树，开放时间在早上。`);

  test('go in pieces within the limit, cut at sentences, that together are the text', async () => {
    const text = sentences.join('');
    await ask({}, subjectOf({ text }));
    const whole = `${text}\n小林`;
    const pieces = server.received.map((one) => String(parametersOf(one).content)).sort((a, b) => whole.indexOf(a) - whole.indexOf(b));
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(600);
    for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(/。$/);
    for (const sentence of sentences) expect(pieces.some((piece) => piece.includes(sentence))).toBe(true);
  });

  test('what stands across a cut is found, at its place in the whole', async () => {
    const text = `${'花'.repeat(595)}加微信vx9527${'树'.repeat(500)}`;
    answers(({ content }) =>
      String(content).includes('加微信vx9527')
        ? data('high', [{ Label: 'pt_to_contact', Confidence: 99, RiskWords: '加微信vx9527' }])
        : NORMAL,
    );
    const [finding] = await ask({}, subjectOf({ text }));
    expect(finding).toMatchObject({ verdict: 'review', score: 0.99, evidence: [{ field: 'body', start: 595, end: 604 }, {}, {}] });
  });

  test('one failing piece fails the whole; a text without end is not read at all', async () => {
    answers(({ content }) => (String(content).includes('第79段') ? { status: 400 } : NORMAL));
    expect(await ask({}, subjectOf({ text: sentences.join('') }))).toMatchObject([{ evidence: [{ note: 'failed:refused' }] }]);
    server.received.length = 0;
    expect(await ask({}, subjectOf({ text: '长'.repeat(20_000) }))).toMatchObject([
      { verdict: 'review', evidence: [{ note: 'failed:too-long' }] },
    ]);
    expect(server.received).toEqual([]);
  });
});
