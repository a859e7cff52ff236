import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signIn } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { newsReachesPages } from '../support/live-news.ts';
import { findNginx } from '../support/nginx.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

const SAMPLES = join(import.meta.dirname, '../../docs/proxies');
/** Said by the test command where the program cannot be had; it says too that these tests are left out then. */
const isAbsent = process.env.LIANGJU_TEST_NGINX === 'absent';

(isAbsent ? describe.skip : describe)('the sample for nginx', () => {
  let server: StartedServer;
  let nginx: ChildProcess;
  let folder = '';
  let url = '';
  const log: string[] = [];

  beforeAll(async () => {
    const program = findNginx();
    if (program === null) throw new Error('no nginx: set NGINX');
    const ports = { proxy: await freePort(), server: await freePort() };
    url = `http://127.0.0.1:${ports.proxy}`;
    server = await startServer({ PORT: String(ports.server), TRUST_PROXY: '1', PUBLIC_URL: url });
    folder = await mkdtemp(join(tmpdir(), 'liangju-nginx-'));
    await mkdir(join(folder, 'cache'));
    // As it stands in the docs but for the machine: ports, certificate, the folder of the cache.
    const sample = (await readFile(join(SAMPLES, 'nginx.conf'), 'utf8'))
      .replace('127.0.0.1:3000', `127.0.0.1:${ports.server}`)
      .replace('listen 443 ssl;', `listen 127.0.0.1:${ports.proxy};`)
      .replace(/^ *ssl_certificate.*\n/gm, '')
      .replace('/var/cache/nginx/liangju', join(folder, 'cache'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`);
    const main = `pid ${join(folder, 'pid')}; daemon off; master_process off; error_log stderr;\nevents {}\nhttp {\naccess_log off; ${temporary.join(' ')}\n${sample}\n}\n`;
    await writeFile(join(folder, 'nginx.conf'), main);
    nginx = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    nginx.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
    await waitFor(async () => {
      if (nginx.exitCode !== null) throw new Error(`nginx ended with ${nginx.exitCode}: ${log.join('')}`);
      return await fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  });
  afterAll(async () => {
    if (nginx !== undefined && nginx.exitCode === null) {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await ended;
    }
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('live news come by web socket and by long polling', () => newsReachesPages(url));

  test('what the server lets others keep is kept, in each packing; what has a credential is not', async () => {
    const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url + path, { headers });
    for (const encoding of ['br', 'gzip']) {
      const first = await ask('/embed.js', { 'accept-encoding': encoding });
      expect(first.headers.get('content-encoding')).toBe(encoding);
      await first.text();
      const second = await ask('/embed.js', { 'accept-encoding': encoding });
      expect([second.headers.get('content-encoding'), second.headers.get('x-cache')]).toEqual([encoding, 'HIT']);
      expect(await second.text()).toContain('Liangju');
    }
    for (let i = 0; i < 2; i++)
      expect((await ask('/embed.js', { 'accept-encoding': 'br', authorization: 'Bearer x' })).headers.get('x-cache')).toBe('BYPASS');
    for (let i = 0; i < 2; i++) expect((await ask('/readyz')).headers.get('x-cache')).toBe('MISS');
  });

  test('a file that is imported may be larger than other bodies, and reaches the server as it comes', async () => {
    const headers = await signIn(url);
    const part = Buffer.alloc(21 * 1024 * 1024, `${JSON.stringify({ format: 'liangju', version: 1 })}\n`);
    const uploaded = async (): Promise<number> => {
      const files = await readdir(join(server.dataDir, 'imports'), { recursive: true, withFileTypes: true }).catch(() => []);
      const sizes = await Promise.all(files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name))));
      return Math.max(0, ...sizes.map(({ size }) => size));
    };
    const sent = request(`${url}/api/v1/imports?site=demo`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': part.length + 1 },
    });
    const answered = once(sent, 'response');
    sent.write(part);
    // The last byte is held back: a proxy that keeps the body to itself first would wait for it.
    await waitFor(async () => (await uploaded()) > 20 * 1024 * 1024);
    sent.end('\n');
    const [answer]: IncomingMessage[] = await answered;
    expect(answer?.statusCode).toBe(202);
    answer?.resume();
    const comment = await fetch(`${url}/api/v1/comments`, { method: 'POST', body: part });
    expect(comment.status).toBe(413);
  });

  test('the meters are not there for the world', async () => {
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });
});
