import { beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { ProblemView } from '../../server/contract/problem.ts';
import type { BanAnswer } from '../../server/contract/site.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
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
    expect((await ban({ kind: 'network', value: ' 127.0.0.0/24 ' })).body.ban.value).toBe(made.body.ban.value);
  });

  test('what names no network bans nobody', async () => {
    for (const value of ['somewhere', '127.0.0', '127.0.0.0/8', '::1/32', '   ']) {
      const refused = await ban({ kind: 'network', value });
      expect([value, refused.status, refused.body.errors?.[0]?.path]).toEqual([value, 400, 'value']);
    }
  });

  test('an e-mail domain is kept without what stands before it', async () => {
    expect((await ban({ kind: 'email-domain', value: 'Someone@Spam.Example' })).body.ban.value).toBe('spam.example');
  });
});
