import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addressOf, ConfigMistakes, loadConfig, readSettings } from '../../server/config/load.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'liangju-config-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** The English sentences that a start with these settings ends with. */
function mistakesOf(env: Record<string, string>, flags: Record<string, string | boolean> = {}): string[] {
  try {
    readSettings({ env: { DATA_DIR: dataDir, ...env }, flags });
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes.map(({ en }) => en);
    throw error;
  }
  return [];
}

describe('where a setting comes from', () => {
  test('the file is under the environment, the environment under the flags, and the config says so', async () => {
    await writeFile(join(dataDir, 'liangju.env'), '# a comment\nPORT=1001\nHOST="127.0.0.2"\nLOG_LEVEL=debug\n');
    const config = await loadConfig({ env: { DATA_DIR: dataDir, PORT: '1002', HOST: '127.0.0.3' }, flags: { port: '1003' } });
    expect(config).toMatchObject({ port: 1003, host: '127.0.0.3', logLevel: 'debug', workers: 1 });
    expect((['port', 'host', 'logLevel', 'workers', 'secret'] as const).map(config.sourceOf)).toEqual([
      'flag',
      'environment',
      'file',
      'default',
      'made',
    ]);
  });

  test('the name with the prefix wins over the plain one, in either order', () => {
    expect(readSettings({ env: { PORT: '1', LIANGJU_PORT: '2' } }).settings.port).toBe(2);
    expect(readSettings({ env: { LIANGJU_PORT: '2', PORT: '1' } }).settings.port).toBe(2);
  });

  test('an empty value is none', () => {
    expect(readSettings({ env: { PORT: '', DATABASE_URL: '' } }).settings).toMatchObject({ port: 3000, databaseUrl: null });
  });

  test('another file by name, which may also say where the data is', async () => {
    const configFile = join(dataDir, 'other.env');
    await writeFile(configFile, `DATA_DIR=${join(dataDir, 'inside')}\nPORT=0\n`);
    expect(readSettings({ env: {}, configFile }).settings).toMatchObject({ dataDir: join(dataDir, 'inside'), port: 0 });
  });

  test('a file that is asked for but not there stops the start', () => {
    expect(() => readSettings({ env: {}, configFile: join(dataDir, 'absent.env') })).toThrow(/absent\.env cannot be read \(ENOENT\)/);
  });

  test('is frozen', async () => {
    expect(Object.isFrozen(await loadConfig({ env: { DATA_DIR: dataDir } }))).toBe(true);
  });
});

describe('mistakes', () => {
  test('all are told at once, one sentence each, each with the name', async () => {
    await writeFile(join(dataDir, 'liangju.env'), 'PROT=1\nthis is a password and no setting\nDATA_DIR=/elsewhere\n');
    const env = {
      PORT: '99999',
      TRUST_PROXY: 'true',
      LIANGJU_COLOUR: 'red',
      LIMITS: 'off',
      HOST: '0.0.0.0',
      ADMIN_EMAIL: 'a@example.com',
      WORKERS: 'all',
    };
    const mistakes = mistakesOf(env, { prot: '1', secret: 'x', 'log-level': true });
    const wanted = [
      'LIANGJU_COLOUR',
      '--prot',
      '--secret',
      '--log-level',
      'Line 2',
      'PROT',
      'DATA_DIR',
      'PORT must be',
      'TRUST_PROXY',
      'WORKERS',
      'LIMITS=off',
      'ADMIN_EMAIL and ADMIN_PASSWORD',
    ];
    expect(mistakes).toHaveLength(wanted.length);
    for (const part of wanted) expect(mistakes.filter((sentence) => sentence.includes(part)).length).toBeGreaterThan(0);
    expect(mistakes.join('\n')).not.toContain('password and no setting');
  });

  test.each(['SECRET', 'ADMIN_PASSWORD', 'DATABASE_URL', 'REDIS_URL'])('%s is never repeated', (name) => {
    const hidden = 'x:hunter@2/';
    const mistakes = mistakesOf({
      [name]: hidden,
      ...(name === 'ADMIN_PASSWORD' ? { ADMIN_PASSWORD: 'hunter2', ADMIN_EMAIL: 'a@example.com' } : {}),
    });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(name);
    expect(mistakes[0]).not.toContain('hunter');
  });

  test('a value with control signs cannot write to the terminal', () => {
    expect(mistakesOf({ PORT: '\u001b[2J\u009b1m\u202e' })[0]).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', ' 80'],
    ['HOST', 'a b'],
    ['HOST', 'http://x'],
    ['DATABASE_URL', 'postgres://h/x'],
    ['SECRET', 'é'.repeat(15)],
    ['NODE_ENV', 'prod'],
    ['PUBLIC_URL', 'ftp://x'],
    ['PUBLIC_URL', 'https://x/admin'],
    ['PUBLIC_URL', 'https://x/api/v1'],
    ['PUBLIC_URL', 'https://x/a?b'],
    ['PUBLIC_URL', 'https://x/a b'],
    ['PUBLIC_URL', 'https://x//a'],
    ['PUBLIC_URL', 'https://u:p@x'],
    ['PUBLIC_URL', 'x'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.1,'],
    ['TRUST_PROXY', '-1'],
    ['LIMITS', 'maybe'],
    ['DEMO', '2'],
    ['WORKERS', '0'],
    ['WORKERS', '65'],
    ['WORKERS', '1.5'],
    ['REDIS_URL', 'http://h'],
    ['LIVE_MAX', '-1'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
  ])('%s=%s is refused by name', (name, value) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.startsWith(`${name} `)).toBe(true);
  });

  test.each([
    [{ ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: '123456789' }, 'ADMIN_PASSWORD must'],
    [{ ADMIN_EMAIL: 'a b@example.com', ADMIN_PASSWORD: '123456789012' }, 'ADMIN_EMAIL must'],
    [{ ADMIN_PASSWORD: '123456789012' }, 'ADMIN_EMAIL and ADMIN_PASSWORD'],
    [{ LIMITS: 'off', HOST: 'comments.example.com' }, 'LIMITS=off'],
    [{ NODE_ENV: 'production', DATABASE_URL: 'mongodb://h/x' }, 'SECRET is required'],
  ])('%j is refused', (env, part) => {
    const mistakes = mistakesOf(env);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(part);
  });
});

describe('values', () => {
  test.each([
    ['none', false],
    ['0', false],
    ['2', 2],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ])('TRUST_PROXY=%s', (text, value) => {
    expect(readSettings({ env: { TRUST_PROXY: text } }).settings.trustProxy).toEqual(value);
  });

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('LIMITS=off on %s', (host) => {
    expect(readSettings({ env: { LIMITS: 'off', HOST: host } }).settings.limitsOn).toBe(false);
  });

  test.each([
    ['https://Comments.example.com:443/', 'https://comments.example.com'],
    ['https://example.com/comments', 'https://example.com/comments'],
    ['https://example.com:8443/a/b.c/', 'https://example.com:8443/a/b.c'],
    // Not an address of the service's own, though it begins with the same letters.
    ['https://example.com/administration', 'https://example.com/administration'],
  ])('PUBLIC_URL has no slash at its end: %s', (given, read) => {
    expect(readSettings({ env: { PUBLIC_URL: given } }).settings.publicUrl).toBe(read);
  });

  test('the demo is for the local file outside of production, unless told', () => {
    const demoOf = (env: Record<string, string>): string => readSettings({ env }).settings.demo;
    expect([demoOf({}), demoOf({ NODE_ENV: 'production' }), demoOf({ DATABASE_URL: 'mongodb://h/x' })]).toEqual(['on', 'off', 'off']);
    expect(demoOf({ DEMO: 'empty' })).toBe('empty');
    expect([demoOf({ DEMO: '0' }), demoOf({ NODE_ENV: 'production', DEMO: '1' })]).toEqual(['off', 'on']);
  });

  test('the address on which one opens the server', () => {
    expect(addressOf('0.0.0.0', 80)).toBe('http://localhost:80');
    expect(addressOf('::1', 80)).toBe('http://[::1]:80');
  });
});

describe('the secret', () => {
  test('is made once, for its owner alone, and is the same at the next start', async () => {
    const inside = join(dataDir, 'not', 'there', 'yet');
    const first = await loadConfig({ env: { DATA_DIR: inside } });
    const second = await loadConfig({ env: { DATA_DIR: inside } });
    expect(Buffer.byteLength(first.secret)).toBeGreaterThanOrEqual(32);
    expect(second.secret).toBe(first.secret);
    expect((await stat(join(inside, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await stat(inside)).mode & 0o077).toBe(0);
  });

  test('is one for many that start at the same moment', async () => {
    const configs = await Promise.all(Array.from({ length: 20 }, () => loadConfig({ env: { DATA_DIR: dataDir } })));
    expect(new Set(configs.map(({ secret }) => secret)).size).toBe(1);
  });

  test('that is set is used, and no file is made', async () => {
    const config = await loadConfig({ env: { DATA_DIR: dataDir, SECRET: 's'.repeat(32) } });
    expect(config.secret).toBe('s'.repeat(32));
    await expect(readFile(join(dataDir, 'secret'))).rejects.toThrow('ENOENT');
  });

  test('in a damaged file stops the start instead of being replaced', async () => {
    await writeFile(join(dataDir, 'secret'), 'half');
    await expect(loadConfig({ env: { DATA_DIR: dataDir } })).rejects.toThrow(/^SECRET is not set, and could not be made or read/);
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe('half');
  });
});
