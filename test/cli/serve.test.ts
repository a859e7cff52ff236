import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { freePort } from '../support/free-port.ts';
import { newDataDir, runCli, spawnCli } from './cli-process.ts';

let dataDir: string;
let server: Served | undefined;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(async () => {
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Served {
  out: () => string;
  url: string;
  stop(signal?: NodeJS.Signals): Promise<unknown>;
}

/** Starts the server and waits for its line `listening`. */
async function serve(env: Record<string, string> = {}): Promise<Served> {
  const child = spawnCli(['serve', '--port', '0'], { DATA_DIR: dataDir, LOG_FORMAT: 'json', ...env }, dataDir);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk));
  const ended = once(child, 'exit');
  const line = (): string | undefined =>
    out.split('\n').find((text) => text.startsWith('{') && text.includes('"msg":"listening"') && text.endsWith('}'));
  await waitFor(() => line() !== undefined || child.exitCode !== null);
  if (line() === undefined) throw new Error(out);
  const { url }: { url: string } = JSON.parse(line() ?? '');
  server = {
    out: () => out,
    url,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code]: unknown[] = await ended;
      return code;
    },
  };
  return server;
}

describe('liangju serve', () => {
  test('says where to look, serves, and ends by SIGTERM with 0', async () => {
    const { out, url, stop } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(out()).toContain(`Demo article: ${url}/demo\n`);
    expect(out()).toContain(`Moderation console: ${url}/admin/\n`);
    expect(out()).toMatch(/Set up the first administrator \(works once\): http:\/\/127\.0\.0\.1:\d+\/admin\/#setup=[\w-]{43}\n/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await stop()).toBe(0);
    expect(out()).not.toContain((await readFile(join(dataDir, 'secret'), 'utf8')).trim());
  });

  test('the link makes the first administrator, once, and the next start prints none', async () => {
    const first = await serve({ LANG: 'zh_CN.UTF-8' });
    const token = /#setup=([\w-]+)/.exec(first.out())?.[1];
    expect(first.out()).toContain('设置首位管理员');
    const setUp = (email: string): Promise<Response> =>
      fetch(`${first.url}/api/v1/staff/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, email, name: 'Anna', password: 'correct horse battery' }),
      });
    expect((await setUp('anna@example.com')).status).toBe(201);
    expect((await setUp('bob@example.com')).status).toBe(409);
    expect(await first.stop('SIGINT')).toBe(0);
    const second = await serve();
    expect(second.out()).not.toContain('#setup=');
  });

  test('an administrator by the settings, no demo in production, the public address where it is told', async () => {
    const env = {
      ADMIN_EMAIL: 'anna@example.com',
      ADMIN_PASSWORD: 'correct horse battery',
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://comments.example.com',
    };
    const { out } = await serve(env);
    expect(out()).toContain('Moderation console: https://comments.example.com/admin/\n');
    expect(out()).not.toMatch(/Demo article|#setup=|correct horse/);
    expect(JSON.parse((await runCli(dataDir, ['staff', 'list', '--json'])).out)).toMatchObject([
      { email: 'anna@example.com', role: 'administrator' },
    ]);
  });

  test('a secret that was lost or changed beside a filled store is told at each start', async () => {
    await (await serve()).stop();
    const quiet = await serve();
    expect(quiet.out()).not.toContain('check --repair');
    await quiet.stop();
    await rm(join(dataDir, 'secret'));
    const lost = await serve();
    expect(lost.out()).toContain('is not the one that this store was filled with');
    await lost.stop();
    expect((await runCli(dataDir, ['check', '--repair'])).code).toBe(0);
    expect((await serve()).out()).not.toContain('is not the one');
  });

  test('an easy password in the settings: one sentence that names it, 1; without effect once there is staff', async () => {
    const env = { ADMIN_EMAIL: 'anna@example.com', ADMIN_PASSWORD: 'password12345' };
    const told = await runCli(dataDir, ['serve', '--port', String(await freePort())], { env });
    expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/^ADMIN_PASSWORD: This password cannot be used: .*\n$/) });
    expect(told.err + told.out).not.toContain('password12345');
    expect((await runCli(dataDir, ['staff', 'add', 'bob@example.com', '--role', 'administrator'])).code).toBe(0);
    expect((await serve(env)).out()).toContain('/admin/');
  });

  test('a port that is taken: one sentence, 1', async () => {
    const { url } = await serve();
    const other = await newDataDir();
    const port = new URL(url).port;
    expect(await runCli(other, ['serve', '--port', port])).toMatchObject({
      code: 1,
      err: `Port ${port} of 127.0.0.1 is taken; choose another PORT.\n`,
    });
    await rm(other, { recursive: true, force: true });
  });

  test('other commands work beside it, and it takes up what they did', async () => {
    const { url } = await serve();
    expect((await runCli(dataDir, ['site', 'add', 'news', '--name', '早报', '--origin', 'https://news.example.com'])).code).toBe(0);
    expect((await runCli(dataDir, ['staff', 'add', 'anna@example.com', '--role', 'moderator'])).code).toBe(0);
    const token = (await runCli(dataDir, ['staff', 'token', 'anna@example.com', '--scopes', 'read'])).out.trim();
    const sites = async (): Promise<string> =>
      (await fetch(`${url}/api/v1/sites`, { headers: { authorization: `Bearer ${token}` } })).text();
    await waitFor(async () => (await sites()).includes('"news"'));
    expect((await runCli(dataDir, ['backup', join(dataDir, 'copy.db'), '--sqlite'])).code).toBe(0);
    expect((await runCli(dataDir, ['check'])).code).toBe(0);
  });
});
