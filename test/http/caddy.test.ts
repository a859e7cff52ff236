import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findCaddy } from '../support/caddy.ts';
import { freePort } from '../support/free-port.ts';
import { newsReachesPages } from '../support/live-news.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

const SAMPLE = join(import.meta.dirname, '../../docs/proxies/Caddyfile');
/** Said by the test command where the program cannot be had; it says too that these tests are left out then. */
const isAbsent = process.env.LIANGJU_TEST_CADDY === 'absent';

/** The sample's two parts: a host of its own, and, in a comment, below a path of another one. */
async function partsOf(): Promise<{ host: string; path: string }> {
  const text = await readFile(SAMPLE, 'utf8');
  const [host = '', remark = ''] = text.split(/^# Below a path.*$/m);
  return { host, path: remark.replace(/^# ?/gm, '') };
}

function program(): string {
  const found = findCaddy();
  if (found === null) throw new Error('no Caddy: set CADDY');
  return found;
}

/** Caddy with a file of settings, without its own port for changes; all that it keeps lies in the folder. */
async function startCaddy(folder: string, settings: string, url: string): Promise<ChildProcess> {
  const file = join(folder, 'Caddyfile');
  await writeFile(file, `{\n\tadmin off\n}\n${settings}`);
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const caddy = spawn(program(), ['run', '--config', file, '--adapter', 'caddyfile'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const log: string[] = [];
  caddy.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  await waitFor(async () => {
    if (caddy.exitCode !== null) throw new Error(`Caddy ended with ${caddy.exitCode}: ${log.join('')}`);
    return await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return caddy;
}

(isAbsent ? describe.skip : describe)('the sample for Caddy', () => {
  test.each(['host', 'path'] as const)('can be read as it stands, written as Caddy writes such files (%s)', async (part) => {
    const file = join(await mkdtemp(join(tmpdir(), 'liangju-caddy-')), 'Caddyfile');
    await writeFile(file, `${(await partsOf())[part].trim()}\n`);
    const { status, stderr } = spawnSync(program(), ['adapt', '--config', file, '--adapter', 'caddyfile'], { encoding: 'utf8' });
    await rm(dirname(file), { recursive: true });
    expect([status, stderr.split('\n').filter((line) => /error|warn/i.test(line))]).toEqual([0, []]);
  });

  describe.each([
    ['on a host of its own', 'host', 'comments.example.com', ''],
    ['below a path', 'path', 'example.com', '/comments'],
  ] as const)('%s', (_name, part, host, path) => {
    let server: StartedServer;
    let caddy: ChildProcess | undefined;
    let folder = '';
    let origin = '';

    beforeAll(async () => {
      const ports = { proxy: await freePort(), server: await freePort() };
      origin = `http://127.0.0.1:${ports.proxy}`;
      server = await startServer({ PORT: String(ports.server), TRUST_PROXY: '1', PUBLIC_URL: origin + path });
      folder = await mkdtemp(join(tmpdir(), 'liangju-caddy-'));
      // But for the machine: where it listens, without a certificate, and where the server does.
      const settings = (await partsOf())[part]
        .replaceAll('127.0.0.1:3000', `127.0.0.1:${ports.server}`)
        .replace(`${host} {`, `${origin} {`);
      expect(settings).toContain(`${origin} {`);
      caddy = await startCaddy(folder, settings, origin + path);
    });
    afterAll(async () => {
      if (caddy !== undefined && caddy.exitCode === null) {
        const ended = once(caddy, 'exit');
        caddy.kill('SIGTERM');
        await ended;
      }
      await server?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('live news come by web socket and by long polling', () => newsReachesPages(origin + path));

    test('files come as the server packed them', async () => {
      for (const encoding of ['br', 'gzip']) {
        const answer = await fetch(`${origin + path}/embed.js`, { headers: { 'accept-encoding': encoding } });
        expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
        expect(await answer.text()).toContain('Liangju');
      }
    });

    test('the meters are not there for the world', async () => {
      expect((await fetch(`${origin + path}/metrics`)).status).toBe(404);
      // Nor by other ways of writing the address.
      for (const other of ['/%6detrics', '/metrics/', '//metrics']) {
        const answer = await fetch(`${origin + path}${other}`);
        expect([other, (await answer.text()).includes('liangju_')]).toEqual([other, false]);
      }
    });

    if (path !== '') {
      test('the path without its slash leads to the one with it, and the rest of the host is not the server’s', async () => {
        const bare = await fetch(origin + path, { redirect: 'manual' });
        expect([bare.status, bare.headers.get('location')]).toEqual([302, `${path}/`]);
        expect((await (await fetch(`${origin}/embed.js`)).text()).length).toBe(0);
      });
    }
  });
});
