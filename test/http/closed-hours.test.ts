import { beforeAll, expect, test } from '@jest/globals';
import type { CommentView } from '../../contract/comment.ts';
import { newThread, sentence } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';
import { memberWorld, type SignedIn, type Thread } from './member-world.ts';

const HOUR = 3_600_000;
const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
/** From an hour ago to two hours from now, by the clocks of UTC. */
const hoursAround = (now: number) => ({ hours: `${clock(now - HOUR)}-${clock(now + 2 * HOUR)}`, timeZone: 'UTC' });

interface Closed {
  code: string;
  detail: string;
  opensAt: string;
}

onOneStore('hours without commenting', (server) => {
  const { ask, set, open, guest, member, write, listed, admin } = memberWorld(server);
  const CLOSED = [403, 'posting-closed-now'];
  /** Sets the hours; what a server keeps of a site is a second old at most. */
  const close = async (minors: object, who: SignedIn, isClosed: boolean): Promise<void> => {
    await set({ minors });
    await waitFor(async () => (await write(newThread(), who.headers)).status === (isClosed ? 403 : 201));
  };
  const edit = (id: string, { headers }: SignedIn) =>
    ask<Closed & { comment: CommentView }>(`/comments/${id}`, { method: 'PATCH', headers, body: { body: sentence() } });
  const first = (thread: Thread, headers: Record<string, string> = {}) =>
    ask<Closed>('/comments', { headers, body: { site: 'demo', thread, body: sentence(), elapsed: 60_000, author: { name: '路人' } } });

  beforeAll(open);

  test('hold for minors alone, who go on reading, reporting, erasing, and are answered in their language', async () => {
    const [minor, grown, visitor] = [await member({ minor: true, sub: 'young' }), await member({ minor: false }), await guest()];
    const thread = newThread();
    const [own, other] = [(await write(thread, minor.headers)).body.comment, (await write(thread, grown.headers)).body.comment];
    const exported = await ask<{ reader: { minor: boolean } }>('/me/export?site=demo', { headers: minor.headers });
    expect(exported.body.reader.minor).toBe(true);
    const now = Date.now();
    await close(hoursAround(now), minor, true);

    for (const [lang, sentenceOf] of [
      ['zh-CN', /不能发表和修改评论，.*月.*日 \d\d:\d\d（.+）起可以。$/],
      ['zh-TW', /不能發佈和修改留言，.*月.*日 \d\d:\d\d（.+）起可以。$/],
      ['en', /it can again from \w+ \d+ at \d\d:\d\d \(.+\)\.$/],
    ] as const) {
      const refused = await first(thread, { ...minor.headers, 'accept-language': lang });
      expect([refused.status, refused.body.code]).toEqual(CLOSED);
      expect(refused.body.detail).toMatch(sentenceOf);
      expect(refused.body.detail).toContain(clock(now + 2 * HOUR));
      expect(clock(Date.parse(refused.body.opensAt))).toBe(clock(now + 2 * HOUR));
    }
    const edited = await edit(own.id, minor);
    expect([edited.status, edited.body.code]).toEqual(CLOSED);
    for (const { headers } of [grown, visitor]) expect((await write(thread, headers)).status).toBe(201);
    expect((await edit(other.id, grown)).status).toBe(200);

    expect((await listed(thread)).length).toBe(4);
    const report = { method: 'POST', headers: minor.headers, body: { reason: 'ABUSE' } };
    expect((await ask(`/comments/${other.id}/reports`, report)).status).toBe(202);
    expect((await ask(`/comments/${own.id}`, { method: 'DELETE', headers: minor.headers })).status).toBe(200);

    // The site says anew with every token who is a minor.
    const older = await member({ sub: 'young' });
    expect((await write(thread, older.headers)).status).toBe(201);
    await close({ hours: '' }, minor, false);
  });

  test('hold for everybody where the site says so, after the limits of posting, and keep nobody who comes new', async () => {
    const [grown, thread, said] = [await member(), newThread(), { body: '同一句话说两遍就是重复的内容' }];
    expect((await write(thread, grown.headers, said)).status).toBe(201);
    await close({ who: 'everybody', ...hoursAround(Date.now()) }, grown, true);
    const refused = await first(thread);
    expect([refused.status, refused.body.code]).toEqual(CLOSED);
    expect(refused.body).not.toHaveProperty('readerToken');
    expect((await write(thread, grown.headers, said)).body.code).toBe('duplicate-comment');
    expect((await listed(thread)).length).toBe(1);
    await close({ who: 'minors' }, grown, false);
  });

  test('are hours of a zone that exists, and leave some of the day', async () => {
    for (const minors of [
      { hours: '22:00' },
      { hours: '00:00-24:00' },
      { timeZone: 'Asia/Nowhere' },
      { timeZone: '' },
      { who: 'nobody' },
      { until: 1 },
    ]) {
      const { status } = await ask('/sites/demo', { method: 'PATCH', headers: admin(), body: { minors } });
      expect([minors, status]).toEqual([minors, 400]);
    }
  });
});
