import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDataDir, runCli } from './cli-process.ts';

const NEWS = 'site add news --name News --origin https://news.example.com';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const cli = (line: string) => runCli(dataDir, line.split(' '));

describe('liangju staff', () => {
  test('grant sets what somebody is on all sites or on some, and takes it away', async () => {
    await cli(NEWS);
    await cli('staff add anna@example.com --role moderator');
    expect(await cli('staff grant Anna@example.com --role senior --site news')).toMatchObject({
      code: 0,
      out: 'anna@example.com is now: moderator *, senior news\n',
    });
    const json = JSON.parse((await cli('staff grant anna@example.com --role observer --json')).out);
    expect(json.grants).toEqual([
      { role: 'senior', site: 'news' },
      { role: 'observer', site: '*' },
    ]);
    expect((await cli('staff list')).out).toMatch(/senior +news.*\n.*observer +\*/);
    expect(await cli('staff grant anna@example.com --role none')).toMatchObject({ code: 0, out: 'anna@example.com is now: senior news\n' });
    expect(await cli('staff grant anna@example.com --role senior --site blog')).toMatchObject({ code: 1, err: 'There is no site blog.\n' });
    expect(await cli('staff grant bob@example.com --role senior')).toMatchObject({
      code: 1,
      err: 'There is no account bob@example.com.\n',
    });
    expect(await cli('staff grant anna@example.com --role king')).toMatchObject({ code: 2, err: expect.stringContaining('--role') });
  });

  test('disable refuses an account until enable', async () => {
    await cli('staff add anna@example.com --role moderator');
    expect(await cli('staff disable anna@example.com')).toMatchObject({ code: 0, out: 'anna@example.com is disabled.\n' });
    expect(JSON.parse((await cli('staff list --json')).out)).toMatchObject([{ disabled: true }]);
    expect((await cli('staff token anna@example.com --scopes read')).code).toBe(1);
    expect(await cli('staff enable anna@example.com')).toMatchObject({ code: 0, out: 'anna@example.com is enabled.\n' });
    expect((await cli('staff token anna@example.com --scopes read')).code).toBe(0);
  });

  test('reset gives a new link, remove takes the account away', async () => {
    await cli('staff add boss@example.com --role administrator');
    await cli('staff add anna@example.com --role moderator');
    const link = /#invitation=(\S+)/;
    const [first, second] = [await cli('staff reset anna@example.com'), await cli('staff reset Anna@example.com')];
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(link.exec(first.out)?.[1]).not.toBe(link.exec(second.out)?.[1]);
    expect(await cli('staff remove anna@example.com')).toMatchObject({ code: 0, out: 'anna@example.com is removed.\n' });
    expect(JSON.parse((await cli('staff list --json')).out)).toMatchObject([{ email: 'boss@example.com' }]);
    expect(await cli('staff remove anna@example.com')).toMatchObject({ code: 1, err: 'There is no account anna@example.com.\n' });
    expect(await cli('staff remove anna')).toMatchObject({ code: 2 });
    // The address is free again.
    expect((await cli('staff add anna@example.com --role observer')).code).toBe(0);
  });

  test('the last administrator is not removed, disabled or given another role, and can be given a new password', async () => {
    await cli('staff add boss@example.com --role administrator');
    await cli('staff add anna@example.com --role senior');
    const refused = { code: 1, err: expect.stringContaining('last administrator') };
    for (const line of ['remove boss@example.com', 'disable boss@example.com', 'grant boss@example.com --role senior']) {
      expect(await cli(`staff ${line}`)).toMatchObject(refused);
    }
    expect((await cli('staff reset boss@example.com')).code).toBe(0);
    await cli('staff grant anna@example.com --role administrator');
    expect((await cli('staff remove boss@example.com')).code).toBe(0);
  });
});
