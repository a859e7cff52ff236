import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../server/cli/commands.ts';
import { flagOf, metaOf, SETTING_NAMES } from '../../server/config/schema.ts';
import { newDataDir, runCli } from './cli-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('liangju', () => {
  test('without a command: help on the standard error, 2', async () => {
    const { code, out, err } = await runCli(dataDir, []);
    expect([code, out]).toEqual([2, '']);
    for (const { name } of COMMANDS) expect(err).toContain(`liangju ${name}`);
  });

  test('with an unknown command: its name, help on the standard error, 2', async () => {
    expect(await runCli(dataDir, ['dance'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^There is no command dance.*liangju serve/s),
    });
  });

  test('help goes to the standard output, in the language of the terminal', async () => {
    expect(await runCli(dataDir, ['--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Makes a site.') });
    expect(await runCli(dataDir, ['site', 'add', '--help'], { env: { LANG: 'zh_CN.UTF-8' } })).toMatchObject({
      code: 0,
      out: expect.stringContaining('新建一个站点'),
    });
    expect(await runCli(dataDir, ['serve', '--help'], { env: { LANG: 'C' } })).toMatchObject({
      code: 0,
      out: expect.stringContaining('启动服务。 / Starts the server.'),
    });
  });

  test.each(COMMANDS.map(({ name }) => name))('%s --help', async (name) => {
    expect(await runCli(dataDir, [...name.split(' '), '--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining(name) });
  });

  test.each([['site'], ['staff']])('%s --help shows its commands, and without --help the same with 2', async (word) => {
    const help = await runCli(dataDir, [word, '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const { name } of COMMANDS) expect([name, help.out.includes(`liangju ${name}`)]).toEqual([name, name.startsWith(`${word} `)]);
    expect(await runCli(dataDir, [word])).toEqual({ code: 2, out: '', err: help.out });
    expect(await runCli(dataDir, ['help', word])).toEqual(help);
  });

  test('serve --help names every setting with its option, its variable and its default', async () => {
    const { out } = await runCli(dataDir, ['serve', '--help']);
    for (const name of SETTING_NAMES) {
      const { env, default: preset } = metaOf(name);
      const line = out.split('\n').find((text) => text.includes(`variable ${env};`)) ?? '';
      if (flagOf(name) !== null) expect(line).toContain(`--${flagOf(name)} `);
      expect(line).toContain(preset === null || preset === '' ? 'no default' : `default ${preset}`);
    }
  });

  test('an unknown option of a command: 2, of the server: 78', async () => {
    expect(await runCli(dataDir, ['site', 'list', '--colour'])).toMatchObject({ code: 2, err: expect.stringContaining('--colour') });
    expect(await runCli(dataDir, ['serve', '--colour', 'red'])).toMatchObject({ code: 78, err: 'There is no option --colour.\n' });
  });
});

describe('wrong settings', () => {
  test.each([['serve'], ['config'], ['check'], ['site', 'list']])('stop %s with 78 and every mistake', async (...args) => {
    await writeFile(join(dataDir, 'liangju.env'), 'COLOUR=red\n');
    const { code, out, err } = await runCli(dataDir, args, { env: { PORT: 'x', LIANGJU_FOO: '1', SECRET: 'short-secret' } });
    expect([code, out]).toEqual([78, '']);
    for (const name of ['COLOUR', 'PORT', 'LIANGJU_FOO', 'SECRET']) expect(err).toContain(name);
    expect(err.trim().split('\n')).toHaveLength(4);
    expect(err).not.toContain('short-secret');
  });
});

describe('the settings file', () => {
  test('may begin with the mark that some editors put there', async () => {
    await writeFile(join(dataDir, 'liangju.env'), '\uFEFFPORT=4321\r\nLOG_LEVEL=warn\r\n');
    expect(await runCli(dataDir, ['config'])).toMatchObject({ code: 0, out: expect.stringContaining('PORT=4321  (file)\n') });
  });
});

describe('liangju config', () => {
  test('prints each setting with its source, and no secret', async () => {
    const env = { SECRET: 'hunter2'.repeat(8), DATABASE_URL: 'mongodb://admin:hunter2@db.example.com/x', METRICS_TOKEN: 'hunter2' };
    const plain = await runCli(dataDir, ['config', '--port', '0'], { env });
    expect(plain).toMatchObject({ code: 0, err: '' });
    expect(plain.out).not.toContain('hunter2');
    expect(plain.out).toContain('PORT=0  (flag)\n');
    expect(plain.out).toContain('SECRET=******  (environment)\n');
    expect(plain.out).toContain('DATABASE_URL=mongodb://******@db.example.com/x  (environment)\n');
    const json = await runCli(dataDir, ['config', '--json'], { env });
    expect(json.out).not.toContain('hunter2');
    expect(JSON.parse(json.out)).toContainEqual({ name: 'HOST', value: '127.0.0.1', source: 'default' });
  });

  test('makes nothing', async () => {
    await runCli(dataDir, ['config']);
    expect(await readdir(dataDir)).toEqual([]);
  });
});
