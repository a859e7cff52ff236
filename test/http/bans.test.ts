import { beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { BanAnswer } from '../../contract/site.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

onBothStores('bans over HTTP', (server) => {
  let admin: Record<string, string>;
  const url = () => server().url;
  const ban = (input: Record<string, string>) =>
    call<z.infer<typeof BanAnswer> & ProblemView>(url(), '/api/v1/bans', { body: { site: 'shut', ...input }, headers: admin });
  const lift = (id: string) => call(url(), `/api/v1/bans/${id}?site=shut`, { method: 'DELETE', headers: admin });
  const speak = () => call<ProblemView>(url(), '/api/v1/comments', { body: post(newThread(), { site: 'shut' }) });

  beforeAll(async () => {
    admin = await signIn(url());
    await call(url(), '/api/v1/sites', { body: { id: 'shut', name: '报纸', origins: [], type: 'blog', mode: 'post' }, headers: admin });
  });

  test('a network is named by an address in it or in its own form, and kept as a hash that can be set again', async () => {
    const made = await ban({ kind: 'network', value: '127.0.0.1' });
    expect(made.status).toBe(201);
    expect(made.body.ban.value).toMatch(/^[0-9a-f]{32}$/);
    expect((await speak()).status).toBe(403);
    expect((await lift(made.body.ban.id)).status).toBe(204);
    expect((await speak()).status).toBe(201);
    const again = await ban({ kind: 'network', value: made.body.ban.value });
    expect(again.body.ban.value).toBe(made.body.ban.value);
    expect((await speak()).status).toBe(403);
    await lift(again.body.ban.id);
    const form = await ban({ kind: 'network', value: ' 127.0.0.0/24 ' });
    expect(form.body.ban.value).toBe(made.body.ban.value);
    await lift(form.body.ban.id);
  });

  test('what names no network bans nobody', async () => {
    for (const value of ['somewhere', '127.0.0', '127.0.0.0/8', '::1/32', '   ']) {
      const refused = await ban({ kind: 'network', value });
      expect([value, refused.status, refused.body.errors?.[0]?.path]).toEqual([value, 400, 'value']);
    }
  });

  describe('whoever is banned', () => {
    const said = async (token?: string) => {
      const headers = token === undefined ? {} : bearer(token);
      return (await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread(), { site: 'shut' }), headers })).body;
    };

    test('may not vote, report, appeal or become a guest, and may again afterwards', async () => {
      const other = await said();
      const mine = await said();
      const token = bearer(mine.readerToken ?? '');
      const at = `/api/v1/comments/${other.comment.id}`;
      const acts = [
        () => call<ProblemView>(url(), `${at}/vote`, { method: 'PUT', body: { value: 1 }, headers: token }),
        () => call<ProblemView>(url(), `${at}/reports`, { body: { reason: 'AD' }, headers: token }),
        () => call<ProblemView>(url(), `/api/v1/comments/${mine.comment.id}/appeal`, { body: { note: '请再看一次' }, headers: token }),
        () => call<ProblemView>(url(), '/api/v1/readers/guest', { body: { site: 'shut', name: '散步的人' } }),
      ];
      for (const input of [
        { kind: 'reader', value: mine.comment.author?.id ?? '' },
        { kind: 'network', value: '127.0.0.1' },
      ]) {
        const { body } = await ban(input);
        // A new guest is another reader: only the ban of the network is about them.
        const concerned = input.kind === 'reader' ? acts.slice(0, 3) : acts;
        for (const act of concerned) expect(await act()).toMatchObject({ status: 403, body: { code: 'banned' } });
        await lift(body.ban.id);
      }
      const after = await Promise.all(acts.map((act) => act()));
      expect(after.map(({ status }) => status)).toEqual([200, 202, 409, 201]);
    });

    test('in the shadow notices nothing', async () => {
      const other = await said();
      const mine = await said();
      const { body } = await ban({ kind: 'reader', value: mine.comment.author?.id ?? '', mode: 'shadow' });
      const vote = await call(url(), `/api/v1/comments/${other.comment.id}/vote`, {
        method: 'PUT',
        body: { value: 1 },
        headers: bearer(mine.readerToken ?? ''),
      });
      expect(vote.status).toBe(200);
      await lift(body.ban.id);
    });
  });

  test('an e-mail domain is kept without what stands before it', async () => {
    expect((await ban({ kind: 'email-domain', value: 'Someone@Spam.Example' })).body.ban.value).toBe('spam.example');
  });
});
