import { beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { DecideAnswer } from '../../contract/moderation.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

/** Tests speak to the server from this machine: whose address it is stands in what the proxy forwards. */
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

let lastAddress = 0;
/** An address of a network that nobody else has: who makes and posts is not counted with who votes. */
function elsewhere(): string {
  lastAddress++;
  return `198.18.${lastAddress}.7`;
}

onBothStores(
  'one person',
  (server) => {
    let admin: Record<string, string>;
    beforeAll(async () => {
      admin = await signIn(server().url);
    });

    const at = <T>(path: string, address: string, init: { method?: string; body?: unknown; headers?: Record<string, string> }) =>
      call<T>(server().url, path, { ...init, headers: { ...init.headers, ...from(address) } });

    /** A throw-away guest. */
    async function guest(): Promise<Record<string, string>> {
      const made = await at<{ readerToken: string }>('/api/v1/readers/guest', elsewhere(), { body: { site: 'demo', name: '读者' } });
      expect(made.status).toBe(201);
      return bearer(made.body.readerToken);
    }

    /** A published comment, and who wrote it. */
    async function published(thread = newThread()): Promise<{ id: string; headers: Record<string, string> }> {
      const sent = await at<PostAnswer>('/api/v1/comments', elsewhere(), { body: post(thread, { elapsed: 60_000 }) });
      expect([201, 202]).toContain(sent.status);
      const { id, revision } = sent.body.comment;
      if (sent.status === 202) {
        const decided = await call<DecideAnswer>(server().url, '/api/v1/moderation/decisions', {
          body: { items: [{ id, revision }], action: 'approve' },
          headers: admin,
        });
        expect(decided.body.results[0]?.result).toBe('applied');
      }
      return { id, headers: bearer(sent.body.readerToken ?? '') };
    }

    const isPublic = async (thread: { key: string }): Promise<boolean> => {
      const list = await call<ListAnswer>(server().url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      return list.body.comments.length > 0;
    };
    const report = async (id: string, address: string, headers?: Record<string, string>) =>
      (await at(`/api/v1/comments/${id}/reports`, address, { body: { reason: 'AD' }, headers: headers ?? (await guest()) })).status;
    const vote = async (id: string, address: string) =>
      (
        await at<{ votes: { up: number }; value: number }>(`/api/v1/comments/${id}/vote`, address, {
          method: 'PUT',
          body: { value: 1 },
          headers: await guest(),
        })
      ).body;

    test('with fifteen guests has one vote', async () => {
      const { id } = await published();
      const last = [];
      for (let i = 0; i < 15; i++) last.push(await vote(id, `203.0.113.${i + 1}`));
      expect(last).toEqual(last.map(() => ({ votes: { up: 1, down: 0 }, value: 1 })));
      expect((await vote(id, '2001:db8:1:1::1')).votes.up).toBe(2);
      expect((await vote(id, '2001:db8:1:1:ffff::2')).votes.up).toBe(2);
      expect((await vote(id, '2001:db8:1:2::1')).votes.up).toBe(3);
    });

    test('with ten guests takes no comment down, nor do three guests of three networks', async () => {
      const thread = newThread();
      const { id } = await published(thread);
      for (let i = 0; i < 10; i++) expect(await report(id, `203.0.113.${i + 1}`)).toBe(202);
      for (let i = 0; i < 3; i++) expect(await report(id, elsewhere())).toBe(202);
      expect(await isPublic(thread)).toBe(true);
    });

    test('three readers with a published comment, of three networks, do', async () => {
      const thread = newThread();
      const { id } = await published(thread);
      const readers = [await published(), await published(), await published()];
      for (const [i, { headers }] of readers.entries()) {
        expect(await isPublic(thread)).toBe(true);
        expect(await report(id, `192.0.${i}.1`, headers)).toBe(202);
      }
      expect(await isPublic(thread)).toBe(false);
    });
  },
  { LIMITS: 'on', TRUST_PROXY: '127.0.0.1/32' },
);
