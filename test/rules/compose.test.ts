import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../server/config/load.ts';
import { composeServices, type Service } from '../support/compose.ts';

const ROOT = join(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const SECRET = '5'.repeat(64);

/** The environment that the image sets by itself. */
function imageEnvironment(): Record<string, string> {
  const line = /^ENV (.+)$/m.exec(dockerfile)?.[1] ?? '';
  return Object.fromEntries(line.split(' ').map((pair) => pair.split('=', 2)));
}

/** What the server in the container would make of its settings. @throws ConfigMistakes, with which it would exit 78. */
const settingsOf = ({ environment }: Service) => readSettings({ env: { ...imageEnvironment(), ...environment } }).settings;

function service(services: Map<string, Service>, name: string): Service {
  const found = services.get(name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

function expectSound(services: Map<string, Service>): void {
  const ports = [...services.values()].flatMap((one) => one.ports ?? []).map((port) => port.split(':').at(-2));
  expect(ports).toEqual([...new Set(ports)]);
  for (const { depends_on } of services.values())
    for (const needed of Object.keys(depends_on ?? {})) expect([...services.keys()]).toContain(needed);
}

describe('the compose files', () => {
  test('the plain one starts one server on its own file, with settings that it takes', () => {
    const services = composeServices('compose.yaml');
    expect([...services.keys()]).toEqual(['liangju']);
    expectSound(services);
    expect(service(services, 'liangju').ports).toEqual(['3000:3000']);
    expect(settingsOf(service(services, 'liangju'))).toMatchObject({ databaseUrl: null, host: '0.0.0.0', port: 3000, dataDir: '/data' });
    expect(composeServices('compose.yaml', { env: { PORT: '8080' } }).get('liangju')?.ports).toEqual(['8080:3000']);
  });

  test('with MongoDB: one server and one MongoDB, with settings that it takes', () => {
    const services = composeServices('compose.mongo.yaml', { env: { SECRET } });
    expect([...services.keys()].sort()).toEqual(['liangju', 'mongo']);
    expectSound(services);
    const settings = settingsOf(service(services, 'liangju'));
    expect(settings).toMatchObject({ nodeEnv: 'production', secret: SECRET, redisUrl: null });
    expect(new URL(settings.databaseUrl ?? '').hostname).toBe('mongo');
  });

  test('with MongoDB and without SECRET compose itself refuses, by a sentence that names it', () => {
    expect(() => composeServices('compose.mongo.yaml')).toThrow(/SECRET is missing a value: .+compose\.mongo\.yaml/);
  });

  test('with Redis: the address leads to the service of the profile', () => {
    const services = composeServices('compose.mongo.yaml', { profiles: ['redis'], env: { SECRET, REDIS_URL: 'redis://redis:6379' } });
    expectSound(services);
    expect([...services.keys()]).toContain(new URL(settingsOf(service(services, 'liangju')).redisUrl ?? '').hostname);
  });

  test('docker compose reads them the same way, where it is there', () => {
    const compose = (...args: string[]): string =>
      execFileSync('docker', ['compose', ...args], { cwd: ROOT, stdio: 'pipe', env: { ...process.env, SECRET } }).toString();
    let isThere = true;
    try {
      compose('version');
    } catch {
      isThere = false;
    }
    const files = ['compose.yaml', 'compose.mongo.yaml'];
    for (const file of files) {
      const names = [...composeServices(file, { env: { SECRET } }).keys()].sort();
      const asDocker = isThere ? compose('-f', file, 'config', '--services').trim().split('\n').sort() : names;
      expect(asDocker).toEqual(names);
    }
  });
});

describe('the image', () => {
  const lock: {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean; dependencies?: Record<string, string> }>;
  } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

  test('has what the server needs, Redis too, though it leaves out what only builds', () => {
    expect(dockerfile).toContain('npm ci --omit=dev --omit=optional');
    const seen = new Set<string>();
    /** Where a package that stands there finds another, as Node looks for it. */
    const find = (from: string, name: string): string => {
      const own = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
      return own in lock.packages || from === '' ? own : find(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
    };
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const entry = lock.packages[path];
      expect([path, entry?.dev, entry?.optional, entry?.devOptional]).toEqual([path, undefined, undefined, undefined]);
      for (const needed of Object.keys(entry?.dependencies ?? {})) visit(find(path, needed));
    };
    for (const name of Object.keys(lock.packages['']?.dependencies ?? {})) visit(find('', name));
    expect(seen).toContain('node_modules/ioredis');
    expect(seen).not.toContain('node_modules/esbuild');
  });

  test('copies only files that are there and that the build is given', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').trim().split('\n');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
    expect(copied.length).toBeGreaterThan(5);
    for (const file of copied) {
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
      expect(ignored).not.toContain(file);
    }
  });
});
