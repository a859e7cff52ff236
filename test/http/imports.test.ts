import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { ImportView } from '../../contract/imports.ts';
import { ImportAnswer, ImportList } from '../../contract/imports.ts';
import { call, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

const VALINE = JSON.stringify({
  results: [
    {
      objectId: 'a1',
      nick: '小林',
      mail: 'lin@example.org',
      comment: '<p>新茶到了</p>',
      url: '/tea/',
      createdAt: '2020-05-01T08:00:00.000Z',
    },
    { objectId: 'a2', nick: 'Mo', comment: '<p>哪里的茶</p>', url: '/tea/', pid: 'a1', rid: 'a1', createdAt: '2020-05-01T08:01:00.000Z' },
    { objectId: 'a3', nick: 'ad', comment: '<p>buy</p>', url: '/tea/', isSpam: true, createdAt: '2020-05-01T08:02:00.000Z' },
  ],
});

onBothStores('imports over HTTP', (server) => {
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await signIn(server().url);
  });

  async function newSite(): Promise<string> {
    const id = `s-${crypto.randomUUID()}`;
    const body = { id, name: '博客', origins: ['https://blog.example.com'], type: 'forum' };
    expect((await call(server().url, '/api/v1/sites', { headers, body })).status).toBe(201);
    return id;
  }
  async function send(site: string, body: string, more: Record<string, string> = {}): Promise<{ status: number; id: string }> {
    const query = new URLSearchParams({ site, name: 'Comment.0.json', ...more });
    const type = { 'content-type': 'application/octet-stream' };
    const answer = await call<{ import?: ImportView }>(server().url, `/api/v1/imports?${query}`, {
      headers: { ...headers, ...type },
      body,
    });
    return { status: answer.status, id: answer.body.import?.id ?? '' };
  }
  async function look(id: string): Promise<ImportView> {
    const answer = await call(server().url, `/api/v1/imports/${id}`, { headers });
    expect(answer.status).toBe(200);
    return ImportAnswer.parse(answer.body).import;
  }
  const until = async (id: string, state: ImportView['state']): Promise<ImportView> => {
    await waitFor(async () => (await look(id)).state === state, 30_000);
    return look(id);
  };
  const step = async (id: string, name: 'run' | 'undo'): Promise<number> =>
    (await call(server().url, `/api/v1/imports/${id}/${name}`, { method: 'POST', headers })).status;
  const counted = async (site: string): Promise<number | undefined> => {
    const key = 'https://blog.example.com/tea/';
    const answer = await call<{ counts: Record<string, number> }>(
      server().url,
      `/api/v1/counts?${new URLSearchParams({ site, thread: key })}`,
    );
    return answer.body.counts[key];
  };
  const folders = async (): Promise<string[]> => (await readdir(join(server().dataDir, 'imports'))).filter((name) => name !== 'place');

  test('a file is read first; it is stored when somebody says so, and taken back as a whole', async () => {
    const site = await newSite();
    const { status, id } = await send(site, VALINE);
    expect(status).toBe(202);
    const ready = await until(id, 'ready');
    expect(ready).toMatchObject({ site, files: ['Comment.0.json'], failure: null, new: 0 });
    expect(['valine', 'waline']).toContain(ready.format);
    expect(ready.report).toMatchObject({ records: 3, comments: 2, threads: 1, people: 2, statuses: { published: 2 }, refusedCount: 0 });
    expect(ready.report?.skipped).toMatchObject([{ reason: 'spam', count: 1 }]);
    expect(await counted(site)).toBe(0);
    expect(await step(id, 'undo')).toBe(409);
    expect(await step(id, 'run')).toBe(202);
    expect(await until(id, 'done')).toMatchObject({ new: 2, known: 0, updated: 0 });
    await waitFor(async () => (await counted(site)) === 2, 25_000);
    expect(await step(id, 'run')).toBe(409);
    const csv = await call<string>(server().url, `/api/v1/imports/${id}/report`, { headers });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body).toContain('skipped:spam,1');
    expect(await step(id, 'undo')).toBe(202);
    expect(await until(id, 'undone')).toMatchObject({ left: 0 });
    await waitFor(async () => (await counted(site)) === 0, 25_000);
    await waitFor(async () => (await folders()).length === 0, 10_000);
    const list = ImportList.parse((await call(server().url, `/api/v1/imports?site=${site}`, { headers })).body);
    expect(list.imports.map((one) => one.id)).toEqual([id]);
  });

  test('of two clicks at once one counts: each step is done by one job', async () => {
    const site = await newSite();
    const { id } = await send(site, VALINE);
    await until(id, 'ready');
    expect((await Promise.all([step(id, 'run'), step(id, 'run'), step(id, 'run')])).sort()).toEqual([202, 409, 409]);
    expect(await until(id, 'done')).toMatchObject({ new: 2, known: 0 });
    expect((await Promise.all([step(id, 'undo'), step(id, 'undo'), step(id, 'undo')])).sort()).toEqual([202, 409, 409]);
    await until(id, 'undone');
    const jobs = await call<{ jobs: { kind: string }[] }>(server().url, `/api/v1/jobs?site=${site}`, { headers });
    expect(jobs.body.jobs.map(({ kind }) => kind)).toEqual(['import', 'import', 'import']);
  });

  test('what was left by a server that was killed is gone after its next start, a file of a week ago too', async () => {
    const { id } = await send(await newSite(), '<html>一页</html>');
    await until(id, 'failed');
    const { id: kept } = await send(await newSite(), VALINE);
    await until(kept, 'ready');
    const folder = join(server().dataDir, 'imports');
    for (const name of [id, 'unknown-new', 'unknown-old']) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'comments.jsonl'), 'lin@example.org');
    }
    const weekAgo = Date.now() / 1_000 - 8 * 24 * 3_600;
    await utimes(join(folder, 'unknown-old'), weekAgo, weekAgo);
    await server().restart('SIGKILL');
    headers = await signIn(server().url);
    await waitFor(async () => !(await folders()).some((name) => name === id || name === 'unknown-old'), 10_000);
    expect(await folders()).toEqual(expect.arrayContaining([kept, 'unknown-new']));
    await rm(join(folder, kept), { recursive: true });
    await rm(join(folder, 'unknown-new'), { recursive: true });
  });

  test('a file that cannot be imported fails with a sentence in the language of the person, and leaves nothing', async () => {
    const site = await newSite();
    const { id } = await send(site, '<html>一页</html>');
    const failed = await until(id, 'failed');
    expect(failed.failure?.code).toBe('unknown-format');
    const chinese = await call(server().url, `/api/v1/imports/${id}`, { headers: { ...headers, 'accept-language': 'zh-CN' } });
    expect(ImportAnswer.parse(chinese.body).import.failure?.message).toContain('认不出文件的格式');
    expect(await step(id, 'run')).toBe(409);
    await waitFor(async () => (await folders()).length === 0, 10_000);
  });

  test('one that waits, or has failed, can be given up: its files are gone, and nothing else can be done with it', async () => {
    const site = await newSite();
    const { id } = await send(site, VALINE, {
      timeZone: 'Asia/Shanghai',
      include: 'spam',
      mapUrl: 'old.example/*=https://blog.example.com/*',
    });
    expect((await until(id, 'ready')).options).toEqual({
      format: 'auto',
      baseUrl: null,
      timeZone: 'Asia/Shanghai',
      encoding: null,
      include: ['spam'],
      mapUrl: ['old.example/*=https://blog.example.com/*'],
      project: null,
      columns: {},
    });
    const discard = () => call<{ import?: ImportView }>(server().url, `/api/v1/imports/${id}`, { method: 'DELETE', headers });
    expect(await discard()).toMatchObject({ status: 200, body: { import: { id, state: 'discarded', files: ['Comment.0.json'] } } });
    expect(await folders()).toEqual([]);
    expect((await discard()).status).toBe(409);
    expect([await step(id, 'run'), await step(id, 'undo')]).toEqual([409, 409]);
    expect(await counted(site)).toBe(0);
    const { id: wrong } = await send(site, '<html>一页</html>');
    await until(wrong, 'failed');
    const failed = await call<{ import?: ImportView }>(server().url, `/api/v1/imports/${wrong}`, { method: 'DELETE', headers });
    expect(failed.body.import).toMatchObject({ state: 'discarded', failure: { code: 'unknown-format' } });
    const audit = await call(server().url, `/api/v1/moderation/audit?site=${site}&action=import.discard`, { headers });
    for (const one of [id, wrong]) expect(JSON.stringify(audit.body)).toContain(one);
  });

  test('the name of a file may be as long in Chinese as in English', async () => {
    const name = `${'评'.repeat(195)}.json`;
    const { status, id } = await send(await newSite(), VALINE, { name });
    expect(status).toBe(202);
    expect((await until(id, 'ready')).files).toEqual([name]);
  });

  test('what is wrong in the options is refused before the file is read', async () => {
    const site = await newSite();
    for (const wrong of [
      { format: 'geocities' },
      { baseUrl: 'blog' },
      { mapUrl: 'nothing' },
      { include: 'everything' },
      { timeZone: 'Mars/North' },
    ])
      expect((await send(site, VALINE, wrong)).status).toBe(400);
    expect((await send('nowhere', VALINE)).status).toBe(404);
  });

  test('an import goes on after the server was killed', async () => {
    const site = await newSite();
    const { id } = await send(site, VALINE);
    await server().restart('SIGKILL');
    headers = await signIn(server().url);
    await until(id, 'ready');
    expect(await step(id, 'run')).toBe(202);
    await server().restart('SIGKILL');
    headers = await signIn(server().url);
    const { new: inserted, known } = await until(id, 'done');
    expect(inserted + known).toBe(2);
    await waitFor(async () => (await counted(site)) === 2, 25_000);
  });
});
