import { beforeAll, expect, test } from '@jest/globals';
import type { MeAnswer } from '../../contract/account.ts';
import type { ListAnswer } from '../../contract/comment.ts';
import { bearer, newThread } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';
import { memberWorld, type Thread } from './member-world.ts';

const TERMS = { url: 'https://news.example.com/rules', version: '2026-01', title: '《日新报跟帖规则》' };

interface Unaccepted {
  code: string;
  detail: string;
  terms: string;
  termsUrl: string;
}

onOneStore('terms of a site', (server) => {
  const { ask, set, open, guest, member, write, listed } = memberWorld(server);
  const rulesOf = async (thread: Thread) =>
    (await ask<ListAnswer>(`/comments?site=demo&thread=${encodeURIComponent(thread.key)}`)).body.site;
  /** Sets the terms; what a server keeps of a site is a second old at most. */
  const setTerms = async (terms: Partial<typeof TERMS>): Promise<void> => {
    await set({ terms });
    await waitFor(async () => {
      const shown = (await rulesOf(newThread())).terms;
      return Object.entries(terms).every(([name, value]) => name in (shown ?? {}) && { ...shown }[name] === value);
    });
  };
  const acceptedBy = async (headers: Record<string, string>): Promise<string | null> =>
    (await ask<MeAnswer>('/me?site=demo', { headers })).body.reader.terms;
  const exportOf = async (headers: Record<string, string>): Promise<unknown> =>
    (await ask<{ reader: { acceptedTerms: unknown } }>('/me/export?site=demo', { headers })).body.reader.acceptedTerms;

  beforeAll(async () => {
    await open();
    await setTerms(TERMS);
  });

  test('a first post without them is refused, names them, and stores nothing', async () => {
    const thread = newThread();
    for (const terms of [undefined, '2025-01', '']) {
      const refused = await ask<Unaccepted>('/comments', {
        body: {
          site: 'demo',
          thread,
          body: '这条还没有同意规则就发出',
          elapsed: 60_000,
          author: { name: '路人' },
          ...(terms === undefined ? {} : { terms }),
        },
      });
      expect([refused.status, refused.body.code]).toEqual([403, 'terms-not-accepted']);
      expect(refused.body).toMatchObject({ terms: TERMS.version, termsUrl: TERMS.url });
      expect(refused.body.detail).toContain(TERMS.title);
    }
    expect(await listed(thread)).toEqual([]);
    expect((await rulesOf(thread)).terms).toEqual(TERMS);
  });

  test('a guest whom the first post makes has accepted them, when it is recorded and exported, and is asked no more', async () => {
    const thread = newThread();
    const first = await write(thread, {}, { author: { name: '路人' }, terms: TERMS.version });
    expect(first.status).toBe(201);
    const headers = bearer(first.body.readerToken ?? '');
    expect(await acceptedBy(headers)).toBe(TERMS.version);
    expect(await exportOf(headers)).toEqual([{ version: TERMS.version, at: expect.stringMatching(/^20\d\d-.*Z$/) }]);
    expect((await write(newThread(), headers)).status).toBe(201);
  });

  test('guests and members who were there before are asked at their next post, and after a new version again', async () => {
    for (const { headers } of [await guest(), await member()]) {
      expect((await write(newThread(), headers)).body.code).toBe('terms-not-accepted');
      expect(await acceptedBy(headers)).toBeNull();
      expect((await write(newThread(), headers, { terms: TERMS.version })).status).toBe(201);
      expect(await acceptedBy(headers)).toBe(TERMS.version);
      await setTerms({ version: '2026-02' });
      await waitFor(async () => (await write(newThread(), headers)).body.code === 'terms-not-accepted');
      expect((await write(newThread(), headers, { terms: '2026-02' })).status).toBe(201);
      expect(await exportOf(headers)).toMatchObject([{ version: TERMS.version }, { version: '2026-02' }]);
      await setTerms({ version: TERMS.version });
    }
  });

  test('limits of posting hold first, and a member who signs in again has accepted still', async () => {
    const { headers } = await member({ sub: 'signs-in-twice' });
    const thread = newThread();
    const said = { body: '同一句话说两遍就是重复的内容' };
    expect((await write(thread, headers, { ...said, terms: TERMS.version })).status).toBe(201);
    const again = await member({ sub: 'signs-in-twice', name: '换了名字' });
    expect(again.reader.terms).toBe(TERMS.version);
    await setTerms({ version: '2026-03' });
    expect((await write(thread, again.headers, said)).body.code).toBe('duplicate-comment');
    await setTerms({ version: TERMS.version });
  });

  test('a site without an address of terms asks nobody', async () => {
    await set({ terms: { url: '' } });
    await waitFor(async () => (await rulesOf(newThread())).terms === null);
    await waitFor(async () => (await write(newThread(), {}, { author: { name: '路人' } })).status === 201);
  });
});
