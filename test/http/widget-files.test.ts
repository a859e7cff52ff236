import { readFile, readdir } from 'node:fs/promises';
import { get as request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
    '/w/00000000/other.js',
    `/w/${version}~x/app.js`,
    `/w/${version}~1/~1/app.js`,
    `/w/${version}~1/../../manifest.json`,
    `/w/${version}~1/%2e%2e/%2e%2e/manifest.json`,
  ])
    expect((await get(path)).status).toBe(404);
});

test('files of a version that is not here are those of the one that is, and are not kept for long', async () => {
  const [version = ''] = await readdir(join(PUBLIC, 'w'));
  const names = (await readdir(join(PUBLIC, 'w', version))).filter((name) => name.endsWith('.js'));
  for (const name of names) {
    for (const folder of ['00000000', '00000000~2']) {
      const answer = await get(`/w/${folder}/${name}`);
      expect([name, answer.status, answer.headers.get('cache-control')]).toEqual([name, 200, 'public, max-age=60']);
      expect(await answer.text()).toContain(`export const version="${version}"`);
    }
  }
});

describe('the files that themes ask for instead of another system’s', () => {
  test.each([
    ['valine', ['valine.js', 'Valine.min.js', 'valine.min.js']],
    ['waline, a module', ['waline.js', 'waline.mjs']],
    ['waline, a script', ['waline.umd.js', 'waline.min.js', 'Waline.min.js']],
    ['twikoo', ['twikoo.js', 'twikoo.min.js', 'twikoo.all.min.js', 'twikoo.nocss.js']],
    ['artalk, a script', ['artalk.js', 'Artalk.js', 'ArtalkLite.js', 'artalk/demo/dist/Artalk.js']],
    ['artalk, a module', ['Artalk.mjs']],
    ['disqus', ['disqus.js']],
    ['its counts', ['count.js']],
  ])('%s: the same under each name, for every page', async (what, names) => {
    const texts = new Set<string>();
    for (const name of names) {
      const answer = await get(`/compat/${name}?site=demo`);
      expect([name, answer.status, answer.headers.get('content-type')]).toEqual([name, 200, 'text/javascript; charset=utf-8']);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      texts.add(await answer.text());
    }
    expect(texts.size).toBe(1);
    // A module has exports; a script that has them would not run.
    expect([...texts].every((text) => /\bexport\s*\{/.test(text))).toBe(what.includes('module'));
  });

  test.each(['waline.css', 'waline-meta.css', 'twikoo.css', 'Artalk.css', 'artalk/demo/dist/Artalk.css'])(
    '%s has no styles',
    async (name) => {
      const answer = await get(`/compat/${name}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
      expect((await answer.text()).replace(/\/\*.*?\*\//gs, '').trim()).toBe('');
    },
  );

  test.each(['nothing.js', 'gitalk.min.js', 'twikoo/demo/dist/Artalk.js', '%2e%2e%2fembed.js', '__proto__', 'constructor', ''])(
    '%s is not there',
    async (name) => {
      expect((await get(`/compat/${name}`)).status).toBe(404);
    },
  );
});

/** The answer as it comes over the wire: nothing is unpacked. */
async function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<{ answer: IncomingMessage; bytes: Buffer }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(server.url + path, { headers, method }, resolve).on('error', reject);
  });
  return { answer, bytes: Buffer.concat(await answer.toArray()) };
}

describe('files are sent as packed as who asks takes them', () => {
  const paths: string[] = [];
  beforeAll(async () => {
    const [version = ''] = await readdir(join(PUBLIC, 'w'));
    const built = await readdir(join(PUBLIC, 'w', version));
    const consoleFiles = await readdir(join(PUBLIC, 'admin'));
    const own = (names: string[]): string[] => names.filter((name) => !/\.(?:br|gz)$/.test(name));
    paths.push('/embed.js', '/counts.js', '/embed.d.ts', ...own(built).map((name) => `/w/${version}/${name}`), `/w/${version}~3/app.js?2`);
    paths.push('/compat/valine.js', '/compat/waline.js?site=demo', '/compat/Artalk.mjs', '/compat/waline.css');
    paths.push('/admin/', ...own(consoleFiles).map((name) => `/admin/${name}`));
    paths.push('/demo', '/demo/article.css', '/demo/figure.svg', '/api/v1/docs', '/api/v1/docs.css', '/api/v1/openapi.json');
  });

  test('the same content in each packing, smaller each time', async () => {
    for (const path of paths) {
      const plain = await raw(path, {});
      const gzip = await raw(path, { 'accept-encoding': 'gzip, deflate' });
      const brotli = await raw(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
      expect([path, plain.answer.statusCode, plain.answer.headers['content-encoding']]).toEqual([path, 200, undefined]);
      const isShort = plain.bytes.length < 1_000;
      if (!isShort) {
        expect([path, gzip.answer.headers['content-encoding']]).toEqual([path, 'gzip']);
        expect([path, brotli.answer.headers['content-encoding']]).toEqual([path, 'br']);
      }
      const unpacked = (answer: IncomingMessage, bytes: Buffer): Buffer => {
        const encoding = answer.headers['content-encoding'];
        return encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
      };
      for (const { answer, bytes } of [plain, gzip, brotli]) {
        expect(unpacked(answer, bytes).equals(plain.bytes)).toBe(true);
        expect([path, answer.headers.vary]).toEqual([path, expect.stringMatching(/(^|, )Accept-Encoding(,|$)/)]);
        expect(answer.headers['content-type']).toBe(plain.answer.headers['content-type']);
        expect(answer.headers['content-length']).toBe(String(bytes.length));
        expect(answer.headers['cache-control']).toBe(plain.answer.headers['cache-control']);
      }
      if (!isShort) expect(brotli.bytes.length).toBeLessThan(gzip.bytes.length);
    }
  });

  test('who has a file gets 304, each packing has a name of its own, and HEAD says the same without the bytes', async () => {
    for (const path of paths) {
      const tags = new Set<string | undefined>();
      for (const encoding of ['identity', 'gzip', 'br']) {
        const { answer, bytes } = await raw(path, { 'accept-encoding': encoding });
        const { etag = '' } = answer.headers;
        expect(etag).toMatch(/^"[\w-]+"$/);
        tags.add(etag);
        const again = await raw(path, { 'accept-encoding': encoding, 'if-none-match': etag });
        expect([path, again.answer.statusCode, again.bytes.length]).toEqual([path, 304, 0]);
        expect(again.answer.headers.etag).toBe(etag);
        expect(again.answer.headers.vary).toBe(answer.headers.vary);
        const head = await raw(path, { 'accept-encoding': encoding }, 'HEAD');
        expect([path, head.answer.statusCode, head.bytes.length]).toEqual([path, 200, 0]);
        expect(head.answer.headers['content-length']).toBe(String(bytes.length));
        expect(head.answer.headers['content-encoding']).toBe(answer.headers['content-encoding']);
      }
      expect([path, tags.size]).toEqual([path, (await raw(path, {})).bytes.length < 1_000 ? expect.any(Number) : 3]);
    }
  });

  test('the packed files themselves have no addresses', async () => {
    for (const path of paths.filter((one) => !one.endsWith('/')))
      expect([path, (await get(`${path.split('?')[0]}.br`)).status]).toEqual([path, 404]);
  });
});
