import { beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { QueueAnswer } from '../../contract/moderation.ts';
import { type JobView, WordVersions } from '../../contract/site.ts';
import { call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores('a site’s words over HTTP', (server) => {
  let admin: Record<string, string>;
  const url = () => server().url;
  const words = (site: string) => `/api/v1/sites/${site}/words`;
  const save = (site: string, list: string) =>
    call(url(), words(site), { method: 'PUT', body: list, headers: { ...admin, 'content-type': 'text/plain', 'if-match': '*' } });
  const send = (site: string, body: string, thread = newThread()) =>
    call<PostAnswer>(url(), '/api/v1/comments', { body: post(thread, { site, body }) });

  beforeAll(async () => {
    admin = await signIn(url());
    for (const id of ['masked', 'again', 'past', 'noted']) {
      const made = await call(url(), '/api/v1/sites', {
        body: { id, name: '报纸', origins: [], type: 'blog', mode: 'post' },
        headers: admin,
      });
      expect(made.status).toBe(201);
    }
  });

  test('a masked word is covered in what everybody reads, and the rest is published at once', async () => {
    await save('masked', '暗号\tmask\tcustom\n');
    const thread = newThread();
    const { status, body } = await send('masked', '这里有**暗 号**两个字', thread);
    expect(status).toBe(201);
    expect(body.comment.html).toBe('<p>这里有<strong>＊＊＊</strong>两个字</p>');
    expect(body.comment.body).toBe('这里有**暗 号**两个字');
    const listed = await call<ListAnswer>(url(), `/api/v1/comments?site=masked&thread=${encodeURIComponent(thread.key)}`);
    expect(JSON.stringify(listed.body)).not.toContain('暗');
  });

  test('a changed list is run over what is published: what it finds becomes a case and stays public', async () => {
    const thread = newThread();
    const hit = await send('again', `${sentence()}新暗号`, thread);
    await send('again', sentence(), thread);
    await save('again', '新暗号\thold\tad\n');
    const started = await call<{ job: JobView }>(url(), '/api/v1/sites/again/rechecks', { method: 'POST', headers: admin });
    expect(started.status).toBe(202);
    const job = async () => (await call<{ job: JobView }>(url(), `/api/v1/jobs/${started.body.job.id}`, { headers: admin })).body.job;
    await waitFor(async () => (await job()).state === 'done');
    expect(await job()).toMatchObject({ progress: { done: 2, total: 2 }, result: { looked: 2, found: 1 } });
    const queue = await call<QueueAnswer>(url(), '/api/v1/moderation/queue?site=again', { headers: admin });
    expect(queue.body.items.map(({ comment, kinds, reasons }) => [comment.id, comment.status, kinds, reasons])).toEqual([
      [hit.body.comment.id, 'published', ['flagged'], ['words:ad']],
    ]);
    const jobs = await call<{ jobs: JobView[] }>(url(), '/api/v1/jobs?site=again', { headers: admin });
    expect(jobs.body.jobs.map(({ id }) => id)).toEqual([started.body.job.id]);
    expect((await call(url(), '/api/v1/jobs?site=again')).status).toBe(401);
  });

  test('past versions can be read and brought back', async () => {
    await save('past', '甲词\thold\tad\n');
    await save('past', '乙词\thold\tad\n丙词\thold\tad\n');
    const versions = await call(url(), `${words('past')}/versions`, { headers: admin });
    const saved = { savedAt: expect.stringMatching(/Z$/), by: { id: expect.any(String), name: 'admin' } };
    expect(versions.body).toEqual({
      versions: [
        { version: 2, entries: 2, ...saved },
        { version: 1, entries: 1, ...saved },
      ],
    });
    const { savedAt, by } = WordVersions.parse(versions.body).versions[0] ?? {};
    expect(WordVersions.safeParse({ versions: [{ version: 1, entries: 1, savedAt, by: null }] }).success).toBe(false);
    expect(WordVersions.safeParse({ versions: [{ version: 1, entries: 1, savedAt: null, by }] }).success).toBe(false);
    const first = await call<string>(url(), `${words('past')}?version=1`, { headers: { ...admin, accept: 'text/plain' } });
    expect(first.body).toBe('甲词\thold\tad\n');
    expect((await call(url(), `${words('past')}?version=9`, { headers: admin })).status).toBe(404);
    expect((await save('past', first.body)).status).toBe(200);
    expect((await send('past', `${sentence()}甲词`)).status).toBe(202);
    expect((await send('past', `${sentence()}乙词`)).status).toBe(201);
  });

  test('remarks survive a save, as text and as data, in this version and in past ones', async () => {
    const list = '# 广告\n甲乙\thold\tad\n\n# 其他\n丙丁\thold\tcustom\n';
    const first = await save('noted', list);
    expect(first.body).toMatchObject({ entries: 2, refused: [], warnings: [] });
    const text = async (query = '') =>
      (await call<string>(url(), words('noted') + query, { headers: { ...admin, accept: 'text/plain' } })).body;
    expect(await text()).toBe(list);
    const { body } = await call<object>(url(), words('noted'), { headers: { ...admin, accept: 'application/json' } });
    expect(body).toMatchObject({
      comments: [
        { after: 0, text: '# 广告' },
        { after: 1, text: '' },
        { after: 1, text: '# 其他' },
      ],
    });
    const { entries, comments } = body as { entries: unknown; comments: unknown };
    const headers = { ...admin, 'if-match': '*' };
    await call(url(), words('noted'), { method: 'PUT', body: { entries }, headers });
    expect(await text()).toBe('甲乙\thold\tad\n丙丁\thold\tcustom\n');
    await call(url(), words('noted'), { method: 'PUT', body: { entries, comments }, headers });
    expect(await text()).toBe(list);
    expect(await text('?version=1')).toBe(list);
    const wrong = { entries: [], comments: [{ after: 0, text: '没有井号' }] };
    expect((await call(url(), words('noted'), { method: 'PUT', body: wrong, headers })).status).toBe(400);
  });

  test('blanks in the place of tabs are understood where they can mean nothing else, and told with their line', async () => {
    const list = '甲乙 block ad\nroad block\n';
    const warnings = [
      { line: 1, why: 'read-by-blanks', as: '甲乙\tblock\tad' },
      { line: 2, why: 'blanks-in-word' },
    ];
    const headers = { ...admin, 'content-type': 'text/plain' };
    const tried = await call(url(), `${words('noted')}/dry-run`, { method: 'POST', body: list, headers });
    expect(tried.body).toMatchObject({ entries: 2, refused: [], warnings, list: '甲乙\tblock\tad\nroad block\thold\tcustom\n' });
    expect((await save('noted', list)).body).toMatchObject({ entries: 2, warnings });
    expect((await send('noted', `${sentence()}甲乙`)).status).toBe(422);
  });

  test('what the learners know is told', async () => {
    const { body } = await call<{ models: { use: string; active: boolean }[] }>(url(), '/api/v1/sites/past/learners', { headers: admin });
    expect(body.models.map(({ use, active }) => [use, active])).toEqual([
      ['spam', false],
      ['abuse', false],
    ]);
  });
});
