import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StartedServer, startServer } from '../support/start-server.ts';

let server: StartedServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const PUBLIC = join(import.meta.dirname, '../../server/public');
const get = (path: string): Promise<Response> => fetch(server.url + path);

test.each(['embed.js', 'counts.js', 'embed.d.ts'])('%s is there for every site, and fresh five minutes after an upgrade', async (file) => {
  const answer = await get(`/${file}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(await readFile(join(PUBLIC, file), 'utf8'));
  expect(answer.headers.get('content-type')).toMatch(file.endsWith('.js') ? /javascript; charset=utf-8/ : /^text\/plain; charset=utf-8/);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
});

test('the files of a version are served under its folder, and below every number that is asked for again', async () => {
  const [version = ''] = await readdir(join(PUBLIC, 'w'));
  const app = await readFile(join(PUBLIC, 'w', version, 'app.js'), 'utf8');
  for (const path of [`/w/${version}/app.js`, `/w/${version}~1/app.js`, `/w/${version}~23/app.js`, `/w/${version}/app.js?4`]) {
    const answer = await get(path);
    expect(await answer.text()).toBe(app);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  }
  for (const path of [
    '/w/',
    `/w/${version}`,
    '/w/00000000/app.js',
    `/w/${version}~x/app.js`,
    `/w/${version}~1/~1/app.js`,
    `/w/${version}~1/../../manifest.json`,
    `/w/${version}~1/%2e%2e/%2e%2e/manifest.json`,
  ])
    expect((await get(path)).status).toBe(404);
});
