import { afterEach, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { ServerToStaff } from '../../contract/live.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores(
  'a sudden rush',
  (server) => {
    const open: Socket[] = [];
    afterEach(() => {
      for (const socket of open.splice(0)) socket.disconnect();
    });

    test('under an article is told to the moderators, once', async () => {
      const admin = await signIn(server().url);
      const staff: Socket<ServerToStaff> = io(`${server().url}/moderation`, {
        path: '/live',
        transports: ['websocket'],
        extraHeaders: { cookie: admin.cookie ?? '', origin: server().url },
        forceNew: true,
      });
      open.push(staff);
      const rushes: Parameters<ServerToStaff['thread.burst']>[0][] = [];
      const waiting = new Set<string>();
      let isIn = false;
      staff.on('stats', () => {
        isIn = true;
      });
      staff.on('thread.burst', (news) => rushes.push(news));
      staff.on('queue.added', ({ item }) => waiting.add(item.comment.id));
      await waitFor(() => isIn);

      const thread = newThread('夜市重开');
      let lastId = '';
      for (let i = 0; i < 13; i++) {
        const { body } = await call<{ comment: { id: string } }>(server().url, '/api/v1/comments', {
          body: post(thread, { author: { name: `读者${'甲乙丙丁戊己庚辛壬癸子丑寅'[i] ?? ''}` } }),
        });
        lastId = body.comment.id;
      }
      await waitFor(() => rushes.length > 0 && waiting.has(lastId));
      expect(rushes).toEqual([{ threadId: expect.any(String), site: 'demo', title: '夜市重开', until: expect.any(String) }]);
      expect(Date.parse(rushes[0]?.until ?? '')).toBeGreaterThan(Date.now());
    });
  },
  { LIMITS: 'on' },
);
