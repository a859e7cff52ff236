import { beforeAll, expect, test, describe } from '@jest/globals';
import type { CommentView } from '../../contract/comment.ts';
import { newThread } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { memberWorld, type Refusal } from './member-world.ts';

onOneStore('authors', (server) => {
  const { ask, set, admin, open, member, write, listed } = memberWorld(server);
  beforeAll(open);

  describe('the author of an article', () => {
    test('has the badge there and nowhere else, pins below it, and is nobody’s moderator', async () => {
      const thread = newThread();
      const author = await member({ authorOf: [`${thread.key}?utm_source=mail`], badge: '特约作者' });
      const own = await write(thread, author.headers);
      expect(own.body.comment.author?.badge).toBe('author');
      expect((await write(newThread(), author.headers)).body.comment.author?.badge).toBe('特约作者');
      const reader = await member();
      const { id } = (await write(thread, reader.headers)).body.comment;
      const pin = (headers: Record<string, string>, comment: string, pinned: boolean) =>
        ask<{ comment: CommentView } & Refusal>(`/comments/${comment}/pin`, { method: 'PUT', headers, body: { pinned } });
      const pinned = await pin(author.headers, id, true);
      expect([pinned.status, pinned.body.comment?.pinned]).toEqual([200, true]);
      expect((await listed(thread))[0]).toMatchObject({ id, pinned: true });
      expect((await pin(author.headers, id, true)).status).toBe(200);
      const elsewhere = (await write(newThread(), reader.headers)).body.comment.id;
      for (const [headers, comment] of [
        [reader.headers, id],
        [author.headers, elsewhere],
      ] as const)
        expect((await pin(headers, comment, false)).body.code).toBe('not-allowed');
      const log = await ask<{ entries: { action: string; data: object }[] }>('/moderation/audit?site=demo&action=comment.pin', {
        headers: admin(),
      });
      expect(log.body.entries[0]).toMatchObject({ action: 'comment.pin', data: { author: author.reader.id } });
      expect((await pin(author.headers, id, false)).body.comment?.pinned).toBe(false);
      expect((await ask('/moderation/queue?site=demo', { headers: author.headers })).status).toBe(401);
    });

    test('reports with more weight than a newcomer', async () => {
      await set({ reportThreshold: 2 });
      try {
        const thread = newThread();
        const author = await member({ authorOf: [thread.key] });
        const [one, two] = [await write(thread, (await member()).headers), await write(thread, (await member()).headers)];
        const report = (headers: Record<string, string>, id: string) => ask(`/comments/${id}/reports`, { headers, body: { reason: 'AD' } });
        expect((await report((await member()).headers, one.body.comment.id)).status).toBe(202);
        expect((await report(author.headers, two.body.comment.id)).status).toBe(202);
        expect((await listed(thread)).map(({ id }) => id)).toEqual([one.body.comment.id]);
      } finally {
        await set({ reportThreshold: 3 });
      }
    });
  });
});
