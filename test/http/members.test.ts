import { beforeAll, describe, expect, test } from '@jest/globals';
import type { JoinAnswer, MeAnswer, ReaderView } from '../../contract/account.ts';
import type { ListAnswer } from '../../contract/comment.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { newThread, post, sentence } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';
import { memberWorld, newSub, type Refusal, type SignedIn } from './member-world.ts';
import { type Claims, claimsOf, tokenOf } from './sso-tokens.ts';

onBothStores('members', (server) => {
  const { ask, set, admin, open, member, guest, write, listed, mine } = memberWorld(server);
  beforeAll(open);

  describe('who they are', () => {
    test('the same sub is the same reader, whose new name, picture and badge are taken over; comments keep what they showed', async () => {
      const sub = newSub();
      const first = await member({ sub, name: '旧名', avatar: 'https://pictures.example/1.png', badge: '特约作者', verified: 'phone' });
      const thread = newThread();
      const { status, body } = await write(thread, first.headers, { author: { name: '别的名字' } });
      expect(status).toBe(201);
      const second = await member({ sub, name: '新名' });
      expect(second.reader).toEqual({ ...first.reader, name: '新名', avatar: null, badge: null, verified: null });
      expect(second.readerToken).not.toBe(first.readerToken);
      const [shown] = await listed(thread);
      expect(shown?.id).toBe(body.comment.id);
      expect(shown?.author).toEqual({
        ...{ id: first.reader.id, name: '旧名', avatar: 'https://pictures.example/1.png', badge: '特约作者', verified: true, region: null },
      });
      const me = await ask<MeAnswer>('/me?site=demo', { headers: first.headers });
      expect(me.body).toMatchObject({ reader: second.reader, votes: {}, own: [], recent: [] });
    });

    test('the same token again gives the same answer', async () => {
      const token = tokenOf({ claims: claimsOf({ sub: newSub() }) });
      const send = () => ask<SignedIn>('/readers/sso', { body: { site: 'demo', token } });
      const answers = await Promise.all(Array.from({ length: 10 }, send));
      expect(new Set(answers.map(({ body }) => JSON.stringify([body.reader, body.readerToken]))).size).toBe(1);
    });

    test('a name like that of staff makes the comment wait', async () => {
      const { id } = (await ask<{ staff: { id: string } }>('/staff/session', { headers: admin() })).body.staff;
      await ask(`/staff/accounts/${id}`, { method: 'PATCH', headers: admin(), body: { name: '林知远' } });
      await set({ reservedNames: ['日新编辑部'] });
      const impostors = [await member({ name: '林知远' }), await member({ name: '日新编辑部' })];
      await waitFor(async () => (await write(newThread(), impostors[0]?.headers ?? {})).status === 202);
      await waitFor(async () => (await write(newThread(), impostors[1]?.headers ?? {})).status === 202);
    });

    test('a member’s name is not changed here, a guest’s is', async () => {
      const { headers } = await member();
      const renamed = await ask<Refusal>('/me', { method: 'PATCH', headers, body: { name: '自己取的' } });
      expect([renamed.status, renamed.body.code]).toEqual([403, 'not-allowed']);
      const visitor = await guest();
      const answer = await ask<{ reader: ReaderView }>('/me', { method: 'PATCH', headers: visitor.headers, body: { name: '改过的' } });
      expect(answer.body.reader).toEqual({ ...visitor.reader, name: '改过的' });
    });

    test('who signs out is known by that token no more, and by others still', async () => {
      const sub = newSub();
      const [one, two] = [await member({ sub, lang: 'en' }), await member({ sub, lang: 'zh-CN' })];
      const signOut = () => ask('/readers/session', { method: 'DELETE', headers: one.headers });
      expect((await signOut()).status).toBe(204);
      expect((await signOut()).status).toBe(401);
      expect((await write(newThread(), one.headers)).status).toBe(401);
      expect((await write(newThread(), two.headers)).status).toBe(201);
    });
  });

  describe('what the site asks of writers', () => {
    test('where guests may not write only members do', async () => {
      const visitor = await guest();
      const { headers } = await member();
      const old = await write(newThread(), visitor.headers);
      await set({ guests: false });
      try {
        for (const sent of [
          await write(newThread(), visitor.headers),
          await ask<Refusal>('/comments', { body: post(newThread()) }),
          await ask<Refusal>('/readers/guest', { body: { site: 'demo', name: '新客' } }),
          await ask<Refusal>(`/comments/${old.body.comment.id}`, { method: 'PATCH', headers: visitor.headers, body: { body: sentence() } }),
        ])
          expect([sent.status, 'code' in sent.body && sent.body.code]).toEqual([401, 'sign-in-required']);
        expect((await write(newThread(), headers)).status).toBe(201);
        expect((await ask<ListAnswer>(`/comments?site=demo&thread=x`)).body.site).toMatchObject({
          guests: false,
          verified: 'none',
          sso: true,
        });
      } finally {
        await set({ guests: true });
      }
    });

    test('where a verified person is asked for, only who was verified so writes', async () => {
      const visitor = await guest();
      const [none, phone, id] = [await member(), await member({ verified: 'phone' }), await member({ verified: 'id', person: '某人' })];
      const codeFor = async ({ headers }: SignedIn) => {
        const { status, body } = await write(newThread(), headers);
        return status === 201 ? 'published' : body.code;
      };
      const VERIFY = 'verification-required';
      try {
        for (const [verified, expected] of [
          ['any', ['sign-in-required', VERIFY, 'published', 'published']],
          ['phone', ['sign-in-required', VERIFY, 'published', VERIFY]],
          ['id', ['sign-in-required', VERIFY, VERIFY, 'published']],
          ['none', ['published', 'published', 'published', 'published']],
        ] as const) {
          await set({ verified });
          await waitFor(async () => (await ask<ListAnswer>('/comments?site=demo&thread=x')).body.site.verified === verified);
          const codes = [];
          for (const who of [visitor, none, phone, id]) codes.push(await codeFor(who));
          expect(codes).toEqual(expected);
        }
      } finally {
        await set({ verified: 'none' });
      }
    });
  });

  describe('what is theirs', () => {
    test('one’s comments on the site in any state, newest first, page by page, with their articles', async () => {
      const { headers } = await member();
      const threads = [newThread('甲'), newThread('乙')];
      const ids: string[] = [];
      for (const thread of [threads[0], threads[1], threads[0]]) if (thread) ids.unshift((await write(thread, headers)).body.comment.id);
      await ask(`/comments/${ids[0]}`, { method: 'DELETE', headers });
      const first = await mine(headers, '&limit=2');
      const second = await mine(headers, `&limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
      expect([...first.comments, ...second.comments].map(({ id }) => id)).toEqual(ids);
      expect(first.comments.map(({ status }) => status)).toEqual(['removed', 'published']);
      expect(first.threads.map(({ title }) => title).sort()).toEqual(['乙', '甲']);
      expect(second.nextCursor).toBeNull();
      expect((await ask('/me/comments?site=demo')).status).toBe(401);
    });

    test('a guest’s comments, votes and reports become the member’s, and the guest’s token ends', async () => {
      const visitor = await guest();
      const author = await member();
      const thread = newThread();
      const own = await write(thread, visitor.headers);
      const other = await write(thread, author.headers);
      await ask(`/comments/${other.body.comment.id}/vote`, { method: 'PUT', headers: visitor.headers, body: { value: 1 } });
      const { headers, reader } = await member();
      const joined = await ask<z.infer<typeof JoinAnswer>>('/me/join', { headers, body: { readerToken: visitor.readerToken } });
      expect([joined.status, joined.body]).toEqual([200, { done: true, guests: 1 }]);
      expect((await mine(headers)).comments.map(({ id }) => id)).toEqual([own.body.comment.id]);
      const me = await ask<MeAnswer>(`/me?site=demo&thread=${encodeURIComponent(thread.key)}`, { headers });
      expect(me.body.votes).toEqual({ [other.body.comment.id]: 1 });
      const shown = (await listed(thread)).find(({ id }) => id === own.body.comment.id);
      expect(shown?.author).toMatchObject({ id: reader.id, name: '游客' });
      expect((await write(thread, visitor.headers)).status).toBe(401);
      const edited = await ask(`/comments/${own.body.comment.id}`, { method: 'PATCH', headers, body: { body: sentence() } });
      expect(edited.status).toBe(200);
    });

    test('a join whose answer was lost is answered again, for the same member alone', async () => {
      const visitor = await guest();
      const own = await write(newThread(), visitor.headers);
      const [one, another] = [await member(), await member()];
      const ask200 = async ({ headers }: SignedIn) => {
        const { status, body } = await ask<z.infer<typeof JoinAnswer>>('/me/join', { headers, body: { readerToken: visitor.readerToken } });
        return [status, body];
      };
      const done = [200, { done: true, guests: 1 }];
      const first = await Promise.all([ask200(one), ask200(one)]);
      expect([...first, await ask200(one)]).toEqual([done, done, done]);
      expect((await ask200(another))[0]).toBe(400);
      expect((await mine(one.headers)).comments.map(({ id }) => id)).toEqual([own.body.comment.id]);
    });

    test('many comments go over in the background', async () => {
      const visitor = await guest();
      // More than go over at once, each in a thread of its own.
      const ids: string[] = [];
      for (let i = 0; i < 205; i++) ids.push((await write(newThread(), visitor.headers)).body.comment.id);
      const { headers } = await member();
      const joined = await ask<z.infer<typeof JoinAnswer>>('/me/join', { headers, body: { readerToken: visitor.readerToken } });
      expect([joined.status, joined.body]).toEqual([202, { done: false, guests: 1 }]);
      await waitFor(async () => {
        const found: string[] = [];
        let cursor = '';
        do {
          const page = await mine(headers, `&limit=100${cursor}`);
          found.push(...page.comments.map(({ id }) => id));
          cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
        } while (cursor !== '');
        return found.length === ids.length && ids.every((id) => found.includes(id));
      });
    });

    test('nobody takes along what is not a guest’s of this site, and no guest takes anybody', async () => {
      const { headers } = await member();
      const [visitor, another, otherMember] = [await guest(), await guest(), await member()];
      for (const readerToken of ['nonsense', `ljr_${'a'.repeat(43)}`, otherMember.readerToken, headers.authorization?.slice(7) ?? '']) {
        const refused = await ask<Refusal>('/me/join', { headers, body: { readerToken } });
        expect([refused.status, refused.body.code]).toEqual([400, 'invalid-request']);
      }
      const refused = await ask<Refusal>('/me/join', { headers: visitor.headers, body: { readerToken: another.readerToken } });
      expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
      expect((await ask('/me?site=demo', { headers: another.headers })).status).toBe(200);
    });

    test('authors of an import are taken along by an address that is vouched for, and by their id where the site says so', async () => {
      const thread = newThread();
      const lines = [
        { format: 'liangju', version: 1 },
        {
          id: 'old-1',
          thread,
          author: { id: 'imported-1', name: '老读者', email: 'Old@Example.com' },
          body: '从前的第一句。',
          status: 'published',
          createdAt: '2020-01-01T00:00:00Z',
        },
        {
          id: 'old-2',
          thread,
          author: { id: 'imported-2', name: '老读者' },
          body: '从前的第二句。',
          status: 'published',
          createdAt: '2020-01-02T00:00:00Z',
        },
      ];
      const file = lines.map((line) => JSON.stringify(line)).join('\n');
      const path = join(await mkdtemp(join(tmpdir(), 'members-')), 'comments.jsonl');
      await writeFile(path, file);
      const done = await server().cli(['import', path, '--site', 'demo', '--format', 'liangju']);
      expect([done.code, done.out, done.err]).toEqual([0, expect.anything(), expect.anything()]);
      const counted = async (claims: Claims) => {
        const { headers } = await member(claims);
        const { body } = await ask<z.infer<typeof JoinAnswer>>('/me/join', { headers, body: { imported: true, count: true } });
        return [body, (await mine(headers)).comments.length];
      };
      const taken = async (claims: Claims) => {
        const { headers } = await member(claims);
        const { body } = await ask<z.infer<typeof JoinAnswer>>('/me/join', { headers, body: { imported: true } });
        return [body.guests, (await mine(headers)).comments.length];
      };
      expect(await taken({ email: 'old@example.com' })).toEqual([0, 0]);
      // Only counting moves nothing.
      expect(await counted({ email: 'old@example.com', email_verified: true })).toEqual([{ done: false, guests: 1 }, 0]);
      expect(await taken({ email: 'old@example.com', email_verified: true })).toEqual([1, 1]);
      expect(await counted({ email: 'old@example.com', email_verified: true })).toEqual([{ done: true, guests: 0 }, 0]);
      expect(await taken({ sub: 'imported-2' })).toEqual([0, 0]);
      await set({ sso: { claimsImported: true } });
      await waitFor(async () => (await taken({ sub: 'imported-2' }))[1] === 1);
    });
  });
});
