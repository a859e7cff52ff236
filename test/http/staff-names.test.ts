import { beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { QueueAnswer, QueueItem, TryAnswer } from '../../contract/moderation.ts';
import type { z } from 'zod';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores('guests under the names of staff', (server) => {
  let admin: Record<string, string>;
  const url = () => server().url;
  const addStaff = (email: string, name: string, ...more: string[]) =>
    server().cli(['staff', 'add', email, '--role', 'moderator', '--name', name, ...more], 'another long password\n');

  beforeAll(async () => {
    admin = await signIn(url());
    await call(url(), '/api/v1/sites', { body: { id: 'paper', name: '报纸', origins: [], type: 'blog', mode: 'post' }, headers: admin });
    expect((await addStaff('lantern@example.com', 'Lantern')).code).toBe(0);
    expect((await addStaff('dawn@example.com', '晓风残月', '--site', 'paper')).code).toBe(0);
    // The command line is another process: the server knows of it within a second.
    await waitFor(async () => (await say('l4ntern')).comment.status === 'pending');
  });

  const say = async (name: string, more: object = {}, headers: Record<string, string> = {}): Promise<PostAnswer> =>
    (await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread(), { author: { name }, ...more }), headers })).body;

  async function caseOf(id: string, site = 'demo'): Promise<QueueItem | undefined> {
    const found = await call<QueueAnswer>(url(), `/api/v1/moderation/queue?limit=100&kind=nickname&sort=newest&site=${site}`, {
      headers: admin,
    });
    return found.body.items.find(({ comment }) => comment.id === id);
  }

  test('a name that the site has reserved is looked at too, in its disguises', async () => {
    const headers = { ...admin, 'if-match': '*' };
    await call(url(), '/api/v1/sites/demo', { method: 'PATCH', headers, body: { reservedNames: ['日新夜读'] } });
    await waitFor(async () => (await say('日新夜读')).comment.status === 'pending');
    const { comment } = await say('日-新-夜-読');
    expect([comment.status, (await say('日新夜话')).comment.status]).toEqual(['pending', 'published']);
    const evidence = (await caseOf(comment.id))?.comment.findings.find(({ phase }) => phase === 'nickname')?.evidence;
    expect(evidence).toEqual([expect.objectContaining({ word: '日新夜读', note: 'reserved-name' })]);
  });

  test.each(['Lantern', 'lаntern', 'Ｌ４ｎｔｅｒｎ', 'L.a.n.t.e.r.n', 'Lantern official'])(
    '%s waits as a name, and the case says whose',
    async (name) => {
      const { comment } = await say(name);
      expect(comment.status).toBe('pending');
      const item = await caseOf(comment.id);
      expect(item?.kinds).toEqual(expect.arrayContaining(['new', 'flagged', 'nickname']));
      expect(item?.reasons).toContain('nickname');
      const finding = item?.comment.findings.find(({ phase }) => phase === 'nickname');
      expect(finding?.evidence).toEqual([{ field: 'name', start: 0, end: name.length, word: 'Lantern', note: 'staff-name' }]);
    },
  );

  test('it is a case of that kind too where the text is doubtful by itself', async () => {
    const { comment } = await say('Lantern', { body: `${sentence()} 加微信领红包` });
    expect((await caseOf(comment.id))?.kinds).toContain('nickname');
  });

  test('an ordinary name is published, and the name of who works for another site alone', async () => {
    for (const name of ['江边散步', 'Lanterns', '曉風殘月']) expect((await say(name)).comment.status).toBe('published');
    expect((await say('曉風殘月', { site: 'paper' })).comment.status).toBe('pending');
  });

  test('a guest who takes such a name later waits from then on', async () => {
    const first = await say('江边散步');
    const mine = bearer(first.readerToken ?? '');
    expect((await say('1antern', {}, mine)).comment.status).toBe('pending');
  });

  test('who works for the site posts under the own name, and edits that', async () => {
    const { body } = await call<{ token: string }>(url(), '/api/v1/staff/tokens', {
      body: { name: '发言', scopes: ['moderate'] },
      headers: await signIn(url(), { email: 'lantern@example.com', password: 'another long password' }),
    });
    const posted = await say('Lantern', { site: 'paper' }, bearer(body.token));
    expect([posted.comment.status, posted.comment.author?.badge]).toEqual(['published', 'staff']);
    const edited = await call<PostAnswer>(url(), `/api/v1/comments/${posted.comment.id}`, {
      method: 'PATCH',
      body: { body: sentence() },
      headers: bearer(posted.readerToken ?? ''),
    });
    expect([edited.status, edited.body.comment.status]).toEqual([200, 'published']);
  });

  test('the try-it page says so too, and somebody added later is known', async () => {
    const phases = async (name: string): Promise<string[]> => {
      const tried = await call<z.infer<typeof TryAnswer>>(url(), '/api/v1/moderation/try', {
        body: { site: 'demo', body: sentence(), name },
        headers: admin,
      });
      return tried.body.findings.map(({ phase }) => phase);
    };
    expect(await phases('L@ntern')).toContain('nickname');
    expect(await phases('未-央')).not.toContain('nickname');
    expect((await addStaff('later@example.com', '未央')).code).toBe(0);
    await waitFor(async () => (await phases('未-央')).includes('nickname'));
  });
});
