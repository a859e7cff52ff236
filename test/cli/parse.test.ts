import { describe, expect, test } from '@jest/globals';
import { type Command, WrongUse } from '../../server/cli/command.ts';
import { COMMANDS } from '../../server/cli/commands.ts';
import { parse } from '../../server/cli/parse.ts';
import { shownValue } from '../../server/cli/show-config.ts';
import { table } from '../../server/cli/table.ts';

const command = (name: string): Command => {
  const found = COMMANDS.find((row) => row.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};

describe('arguments', () => {
  test('options, settings, the file and arguments, in any order', () => {
    const asked = parse(COMMANDS, [
      'site',
      'add',
      '--origin=https://a.example.com',
      'news',
      '--data-dir',
      '/d',
      '--name',
      '早报',
      '--origin',
      'https://b.example.com',
      '--config',
      'f',
    ]);
    expect(asked).toEqual({
      what: 'run',
      command: command('site add'),
      called: {
        args: ['news'],
        own: new Map([
          ['origin', ['https://a.example.com', 'https://b.example.com']],
          ['name', ['早报']],
        ]),
        flags: { 'data-dir': '/d' },
        configFile: 'f',
      },
    });
  });

  test.each([
    ['site add --name x --origin y', 'ID'],
    ['site add id --origin y', '--name'],
    ['site add id more --name x --origin y', 'more'],
    ['site add id --name x --name y --origin z', '--name'],
    ['site add id --name --origin y', '--name'],
    ['site list --json=yes', '--json'],
    ['site list --colour', '--colour'],
    ['site list -x', '-x'],
    ['backup', 'FILE'],
    ['site list --config', '--config'],
  ])('%s is wrong use, and the sentence names %s', (line, part) => {
    let caught: unknown;
    try {
      parse(COMMANDS, line.split(' '));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(WrongUse);
    expect(String(caught)).toContain(part);
  });

  test('of a command about settings, an unknown option is left to the settings, with what follows it', () => {
    expect(parse(COMMANDS, ['serve', '--prot', '3', '--port', '4'])).toMatchObject({
      called: { args: [], flags: { prot: true, port: '4' } },
    });
  });

  test('help of the whole and of each command; everything else is unknown', () => {
    expect(parse(COMMANDS, ['--help'])).toEqual({ what: 'help', command: null });
    expect(parse(COMMANDS, ['help', 'staff', 'add'])).toEqual({ what: 'help', command: command('staff add') });
    for (const row of COMMANDS) expect(parse(COMMANDS, [...row.name.split(' '), '--help'])).toEqual({ what: 'help', command: row });
    expect(parse(COMMANDS, [])).toEqual({ what: 'unknown', word: null });
    expect(parse(COMMANDS, ['staff', 'fire'])).toEqual({ what: 'unknown', word: 'staff' });
  });
});

describe('what is shown', () => {
  test('columns stand under one another, also with Chinese signs, and names cannot write to the terminal', () => {
    expect(
      table([
        ['早报', 'x'],
        ['a\u001b[2J\u202eb', 'y'],
      ]),
    ).toBe('早报     x\na [2J b  y\n');
    expect(table([])).toBe('');
  });

  test('secrets are masked, in addresses too', () => {
    expect(shownValue('secret', 'hunter2')).toBe('******');
    expect(shownValue('adminPassword', null)).toBeNull();
    expect(shownValue('databaseUrl', 'mongodb://u:hun@ter2@db.example.com/x?tlsCertificateKeyFilePassword=hunter2&w=1')).toBe(
      'mongodb://******@db.example.com/x?tlsCertificateKeyFilePassword=******&w=1',
    );
    expect(shownValue('trustProxy', false)).toBe('none');
  });
});
