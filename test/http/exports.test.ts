import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ProblemView } from '../../contract/problem.ts';
import { EXPORT_FORMATS, EXPORT_FORMS } from '../../server/domain/export-formats.ts';
import { call, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

/** More than what the sockets of both sides take over by themselves. */
const COMMENTS = 2_400;
const LONG = '长'.repeat(2_000);
const STORY = { key: 'https://news.example.com/story', url: 'https://news.example.com/story', title: '一篇报道' };

onBothStores('exports over HTTP and by the command', (server) => {
  let folder: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-exports-'));
    headers = await signIn(server().url);
    for (const site of ['news', 'long'])
      await call(server().url, '/api/v1/sites', {
        headers,
        body: { id: site, name: site, origins: ['https://news.example.com'], type: 'news' },
      });
    const line = (id: number, more: object = {}): object => ({
      id: `c${id}`,
      thread: STORY,
      author: { id: 'u-1', name: '读者' },
      body: `第 ${id} 条`,
      createdAt: new Date(Date.UTC(2024, 4, 1) + id * 60_000).toISOString(),
      ...more,
    });
    const bring = async (site: string, lines: readonly object[]): Promise<void> => {
      const file = join(folder, `${site}.jsonl`);
      await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((one) => JSON.stringify(one)).join('\n'));
      expect((await server().cli(['import', file, '--site', site])).code).toBe(0);
    };
    await bring('news', [line(1), line(2, { parentId: 'c1' }), line(3, { status: 'pending' }), line(4, { status: 'spam' })]);
    await bring(
      'long',
      Array.from({ length: COMMENTS }, (_, i) => line(i, { body: `${LONG}${i}` })),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const at = (query: string): string => `${server().url}/api/v1/exports?${query}`;

  test('every format is a file with a name and a type, the same as the command writes', async () => {
    for (const format of EXPORT_FORMATS) {
      const answer = await fetch(at(`site=news&format=${format}`), { headers });
      const { extension, mediaType } = EXPORT_FORMS[format];
      expect([format, answer.status, answer.headers.get('content-type')]).toEqual([format, 200, mediaType]);
      expect(answer.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="news-${format}-\\d{8}\\.${extension}"$`),
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const text = await answer.text();
      expect([format, text.includes('第 1 条'), text.includes('第 4 条')]).toEqual([format, true, format === 'liangju']);
    }
    const file = join(folder, 'news.csv');
    expect(await server().cli(['export', '--site', 'news', '--format', 'csv', '--out', file])).toMatchObject({ code: 0 });
    const answer = await fetch(at('site=news&format=csv'), { headers });
    expect(Buffer.from(await answer.arrayBuffer()).equals(await readFile(file))).toBe(true);
  });

  test('what is asked for is left to what is written', async () => {
    const spam = await (await fetch(at(`site=news&status=spam,pending&thread=${encodeURIComponent(STORY.key)}`), { headers })).text();
    expect(spam.split('\n').filter((line) => line.includes('"status":"spam"') || line.includes('"status":"pending"'))).toHaveLength(2);
    const early = await (await fetch(at('site=news&to=2024-05-01T00:02:00Z'), { headers })).text();
    expect(early.split('\n').filter((line) => line.includes('"body"'))).toHaveLength(1);
  });

  test('what cannot be is said', async () => {
    const codeOf = async (query: string): Promise<[number, string]> => {
      const { status, body } = await call<ProblemView>(server().url, `/api/v1/exports?${query}`, { headers });
      return [status, body.code];
    };
    expect(await codeOf('site=news&thread=nothing')).toEqual([404, 'not-found']);
    expect(await codeOf('site=nowhere')).toEqual([404, 'not-found']);
    for (const query of ['format=word', 'from=yesterday', 'status=famous', 'personal=perhaps', 'format=disqus&status=pending'])
      expect([query, await codeOf(`site=news&${query}`)]).toEqual([query, [400, 'invalid-request']]);
    expect((await fetch(at('site=news'))).status).toBe(401);
    expect((await server().cli(['export', '--site', 'news', '--format', 'artrans', '--status', 'spam'])).code).toBe(2);
    expect(await server().cli(['export', '--site', 'news', '--thread', 'nothing'])).toMatchObject({ code: 1, out: '' });
  });

  test('a client that does not read, or goes, keeps nobody from anything', async () => {
    const asked = request(at('site=long'), { headers });
    const answer = new Promise<void>((resolve, reject) => {
      asked.once('response', (response) => {
        response.pause();
        resolve();
      });
      asked.once('error', reject);
    });
    asked.end();
    await answer;
    expect((await fetch(`${server().url}/healthz`)).status).toBe(200);
    const whole = await (await fetch(at('site=long'), { headers })).text();
    expect(whole.trimEnd().split('\n')).toHaveLength(COMMENTS + 1);
    asked.destroy();
    expect((await fetch(at('site=news'), { headers })).status).toBe(200);
  });
});
