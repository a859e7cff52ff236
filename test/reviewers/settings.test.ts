import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ReviewerList, ReviewerSettings } from '../../contract/reviewers.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import { createEncryption, DecryptionFailed } from '../../server/secrets/encryption.ts';
import { reviewerSecrets } from '../../server/secrets/reviewer-secrets.ts';
import { settings } from './world.ts';

const SERVER_SECRET = 'a secret for tests that has more than 32 bytes';
const encryption = createEncryption(SERVER_SECRET, randomBytes);

describe('settings', () => {
  test('are safe unless told: nothing personal but the name, no blocking, silence holds', () => {
    expect(ReviewerSettings.parse({ kind: 'webhook', id: 'ours', url: 'https://example.com/r', secret: 'x'.repeat(16) })).toEqual({
      kind: 'webhook',
      id: 'ours',
      url: 'https://example.com/r',
      secret: 'x'.repeat(16),
      when: 'always',
      canBlock: false,
      failMode: 'hold',
      timeoutMs: 2000,
      dailyQuota: null,
      feedback: false,
      fields: { name: true, context: false, ip: false, userAgent: false, emailHash: false, readerId: false, history: false },
    });
  });

  test.each([
    { url: 'http://example.com/' },
    { url: 'http://127.0.0.1.example.com/' },
    { url: 'http://localhost@example.com/' },
    { url: 'https://user:pass@example.com/' },
    { url: 'https://example.com/#x' },
    { url: 'ftp://example.com/' },
    { url: 'javascript:alert(1)' },
    { url: `https://example.com/${'x'.repeat(500)}` },
    { id: 'Upper' },
    { id: '../moderation/x' },
    { id: '' },
    { id: 'x'.repeat(31) },
    { secret: 'short' },
    { secret: 'line\nbreak-and-more-text' },
    { secret: '密码密码密码密码密码密码密码密码' },
    { when: 'never' },
    { when: { sample: 0 } },
    { when: { sample: 101 } },
    { timeoutMs: 999 },
    { timeoutMs: 10_001 },
    { dailyQuota: 0 },
    { failMode: 'maybe' },
    { fields: { phone: true } },
    { unknown: 1 },
    { kind: 'other' },
  ])('refuse %j', (wrong) => {
    const right = { kind: 'webhook', id: 'ours', url: 'https://example.com/r', secret: 'x'.repeat(16) };
    expect(ReviewerSettings.safeParse(right).success).toBe(true);
    expect(ReviewerSettings.safeParse({ ...right, ...wrong }).success).toBe(false);
  });

  test.each(['http://localhost:8080/r', 'http://127.0.0.1/', 'http://[::1]:9/', 'https://审核.example.com/', 'https://10.0.0.1/'])(
    'take %s',
    (url) => {
      expect(ReviewerSettings.safeParse({ kind: 'webhook', id: 'a', url, secret: SECRET_MASK }).success).toBe(true);
    },
  );

  test('a region is no way to another host', () => {
    const aliyun = { kind: 'aliyun', id: 'a', keyId: 'k', secret: 'x'.repeat(8) };
    expect(ReviewerSettings.parse(aliyun)).toMatchObject({ region: 'cn-shanghai', service: 'comment_detection_pro' });
    for (const region of ['evil.example/', 'cn-a@b', 'cn-shanghai.evil', '', 'x', 'cn_shanghai']) {
      expect(ReviewerSettings.safeParse({ ...aliyun, region }).success).toBe(false);
    }
  });

  test('a list has at most ten, each with an id of its own', () => {
    const one = (id: string) => ({ kind: 'tencent', id, keyId: 'k', secret: 'x'.repeat(8) });
    const list = Array.from({ length: 10 }, (_, i) => one(`r${i}`));
    expect(ReviewerList.parse(list)[0]).toMatchObject({ region: 'ap-guangzhou', url: 'https://tms.tencentcloudapi.com' });
    expect(ReviewerList.safeParse([...list, one('r10')]).success).toBe(false);
    expect(ReviewerList.safeParse([one('a'), one('a')]).success).toBe(false);
  });
});

describe('secrets', () => {
  const webhook = settings({ kind: 'webhook', id: 'ours', url: 'https://example.com/r', secret: 'the-first-secret-of-it' });
  const model = settings({ kind: 'chat', id: 'model', url: 'https://api.example.com/v1', secret: 'sk-chat-secret' });
  const { list: stored } = reviewerSecrets.encrypt('news', [webhook, model], [], encryption);

  test('are stored encrypted, shown masked, and decrypted for use', () => {
    expect(JSON.stringify(stored)).not.toMatch(/the-first-secret|sk-chat/);
    expect(stored.map(({ secret }) => secret)).toEqual([
      expect.stringMatching(/^encrypted\.v1\./),
      expect.stringMatching(/^encrypted\.v1\./),
    ]);
    expect(reviewerSecrets.mask(stored).map(({ secret }) => secret)).toEqual([SECRET_MASK, SECRET_MASK]);
    expect(reviewerSecrets.decrypt('news', stored, encryption)).toEqual([webhook, model]);
  });

  test('stay when the mask comes back, with other settings changed', () => {
    const shown = reviewerSecrets.mask(stored).map((reviewer) => ({ ...reviewer, canBlock: true, timeoutMs: 3000 }));
    const saved = reviewerSecrets.encrypt('news', shown.reverse(), stored, encryption);
    expect(saved.missing).toEqual([]);
    expect(reviewerSecrets.decrypt('news', saved.list, encryption)).toMatchObject([
      { id: 'model', secret: 'sk-chat-secret', canBlock: true },
      { id: 'ours', secret: 'the-first-secret-of-it', canBlock: true },
    ]);
  });

  test('have to be typed again for another recipient, and for one that is new', () => {
    const [shownWebhook, shownModel] = reviewerSecrets.mask(stored);
    if (shownWebhook === undefined || shownModel === undefined) throw new Error('two were stored');
    const missing = (list: (typeof shownWebhook)[]) => reviewerSecrets.encrypt('news', list, stored, encryption).missing;
    expect(missing([{ ...model, secret: SECRET_MASK, url: 'https://evil.example.com/v1' }])).toEqual([{ index: 0, id: 'model' }]);
    expect(missing([shownWebhook, { ...model, secret: SECRET_MASK, id: 'other' }])).toEqual([{ index: 1, id: 'other' }]);
    expect(missing([{ ...webhook, secret: SECRET_MASK, id: 'model' }])).toEqual([{ index: 0, id: 'model' }]);
    expect(missing([{ ...webhook, secret: SECRET_MASK, url: 'https://example.com/other-path' }])).toEqual([]);
    const aliyun = settings({ kind: 'aliyun', id: 'ali' });
    const kept = reviewerSecrets.encrypt('news', [aliyun], [], encryption).list;
    const moved = { ...aliyun, secret: SECRET_MASK, region: 'cn-beijing' };
    expect(reviewerSecrets.encrypt('news', [moved], kept, encryption).missing).toEqual([{ index: 0, id: 'ali' }]);
  });

  test('open nowhere else: not in another site, under another id, with another server secret, or changed by a bit', () => {
    const text = encryption.encrypt('秘密', 'news\nours');
    expect(encryption.decrypt(text, 'news\nours')).toBe('秘密');
    expect(encryption.encrypt('秘密', 'news\nours')).not.toBe(text);
    const bytes = Buffer.from(text.slice('encrypted.v1.'.length), 'base64url');
    const flipped = Array.from(bytes, (_byte, i) => {
      const copy = Buffer.from(bytes);
      copy[i] = (copy[i] ?? 0) ^ 1;
      return `encrypted.v1.${copy.toString('base64url')}`;
    });
    for (const wrong of [...flipped, '', 'encrypted.v1.', 'plain text', text.slice(0, 30), text.replace('v1', 'v2')]) {
      expect(() => encryption.decrypt(wrong, 'news\nours')).toThrow(DecryptionFailed);
    }
    expect(() => encryption.decrypt(text, 'blog\nours')).toThrow(DecryptionFailed);
    expect(() => createEncryption(`${SERVER_SECRET}x`, randomBytes).decrypt(text, 'news\nours')).toThrow(DecryptionFailed);
    expect(() => reviewerSecrets.decrypt('blog', stored, encryption)).toThrow(DecryptionFailed);
  });
});
