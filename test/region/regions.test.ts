import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRegions, type Regions } from '../../server/region/regions.ts';
import { openXdb } from '../../server/region/xdb.ts';
import { waitFor } from '../support/wait-for.ts';
import { xdbFile } from './xdb-file.ts';

const FUJIAN = xdbFile([
  ['0.0.0.0', '8.8.7.255', '0|0|0|0|0'],
  ['8.8.8.0', '8.8.8.255', '中国|福建省|厦门市|0|CN'],
  ['8.8.9.0', '255.255.255.255', 'Japan|Tokyo|0|0|JP'],
]);
const HUNAN = xdbFile([['0.0.0.0', '255.255.255.255', '中国|湖南省|0|0|CN']]);
const IPV6 = xdbFile([
  ['2001:4860::', '2001:4860:4860::8887', 'United States|0|0|0|US'],
  ['2001:4860:4860::8888', '2001:4860:4860::8888', 'United States|0|0|Google|US'],
  ['240e:3b7::', '240e:3b7:ffff:ffff:ffff:ffff:ffff:ffff', '中国|广东省|深圳市|电信|CN'],
]);

let folder: string;
let regions: Regions | undefined;
/** What was logged: how bad, and of which file. */
let logged: [string, string | undefined][];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-regions-'));
  logged = [];
});
afterEach(async () => {
  regions?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** With the operator's own files. */
async function started(...files: string[]): Promise<Regions> {
  const line =
    (level: string) =>
    (about: { file?: string }): void =>
      void logged.push([level, about.file]);
  regions = createRegions(files, { info: line('info'), warn: line('warn') });
  await regions.start();
  return regions;
}

async function fileWith(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Puts another file in its place in one step, as is usual for a database. */
const replace = async (path: string, content: Buffer | string): Promise<void> => rename(await fileWith('next', content), path);

describe('the database that comes with the program', () => {
  test.each([
    // Name servers that are known to be there.
    ['114.114.114.114', '江苏'],
    ['202.96.209.133', '上海'],
    ['202.96.128.86', '广东'],
    ['202.106.0.20', '北京'],
    ['219.150.32.132', '天津'],
    ['61.128.128.68', '重庆'],
    ['168.95.1.1', '台湾'],
    ['202.175.3.8', '澳门'],
    ['8.8.8.8', '美国'],
    ['::ffff:8.8.8.8', '美国'],
    ['::ffff:808:808', '美国'],
    ['[::ffff:114.114.114.114]:443', '江苏'],
    ['133.11.0.1', '日本'],
  ])('%s is in %s', async (address, region) => {
    expect(await (await started()).of(address)).toBe(region);
  });

  test.each([
    null,
    '',
    'unknown',
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    'fe80::1%eth0',
    'fc00::1',
    '::ffff:192.168.1.1',
    '0.0.0.0',
    '255.255.255.255',
    '2001:db8::1',
    // It is for IPv4 alone.
    '2001:4860:4860::8888',
  ])('of %s it is said that it is not known', async (address) => {
    expect(await (await started()).of(address)).toBe('未知');
  });
});

describe('the operator’s own files', () => {
  test('one for each version of IP, in any order; the edges of a range belong to it', async () => {
    const { of } = await started(await fileWith('six.xdb', IPV6), await fileWith('four.xdb', FUJIAN));
    for (const [address, region] of [
      ['8.8.8.0', '福建'],
      ['8.8.8.255', '福建'],
      ['8.8.9.0', '日本'],
      ['8.8.7.255', '未知'],
      ['::ffff:8.8.8.8', '福建'],
      ['2001:4860:4860::8888', '美国'],
      ['2001:4860:4860:0:0:0:0:8888', '美国'],
      ['2001:4860:4860::8889', '未知'],
      ['240E:3B7:3272:D8D0:DB09:C067:8D59:539E', '广东'],
      ['240e:3b8::', '未知'],
    ] as const) {
      expect([address, await of(address)]).toEqual([address, region]);
    }
    expect(logged.map(([level]) => level)).toEqual(['info', 'info']);
  });

  test('with one for IPv6 alone, IPv4 is found in the one that comes with the program', async () => {
    const { of } = await started(await fileWith('six.xdb', IPV6));
    expect([await of('114.114.114.114'), await of('2001:4860:4860::8888')]).toEqual(['江苏', '美国']);
  });

  test('a file of the older structure is one for IPv4', async () => {
    const path = await fileWith('four.xdb', xdbFile([['0.0.0.0', '255.255.255.255', '中国|0|湖南省|长沙市|电信']], 2));
    expect(await (await started(path)).of('8.8.8.8')).toBe('湖南');
  });

  test('a file that is replaced is in use soon, and what replaces it badly is logged and not used', async () => {
    const path = await fileWith('four.xdb', FUJIAN);
    const { of } = await started(path);
    expect(await of('8.8.8.8')).toBe('福建');
    await replace(path, HUNAN);
    await waitFor(async () => (await of('8.8.8.8')) === '湖南');
    await replace(path, HUNAN.subarray(0, -1));
    await waitFor(() => logged.at(-1)?.[0] === 'warn');
    expect([await of('8.8.8.8'), logged.at(-1)]).toEqual(['湖南', ['warn', path]]);
    await rm(path);
    await waitFor(() => logged.filter(([level]) => level === 'warn').length === 2);
    expect(await of('8.8.8.8')).toBe('湖南');
    await writeFile(path, FUJIAN);
    await waitFor(async () => (await of('8.8.8.8')) === '福建');
  });

  test('where there is none at the start, the one that comes with the program is used until it comes', async () => {
    const path = join(folder, 'later.xdb');
    const { of } = await started(path);
    expect([await of('114.114.114.114'), logged]).toEqual(['江苏', [['warn', path]]]);
    await replace(path, HUNAN);
    await waitFor(async () => (await of('114.114.114.114')) === '湖南');
  });
});

describe('a file that is none', () => {
  /** The file with some bytes at a place changed. */
  const changed = (file: Buffer, at: number, ...bytes: number[]): Buffer =>
    Buffer.concat([file.subarray(0, at), Buffer.from(bytes), file.subarray(at + bytes.length)]);
  const entry = FUJIAN.length - 3 * 14;

  test.each<[string, Buffer]>([
    ['empty', Buffer.alloc(0)],
    ['a header alone', FUJIAN.subarray(0, 256)],
    ['text', Buffer.from('<!doctype html>'.repeat(100))],
    ['zeros', Buffer.alloc(1_000_000)],
    ['of a structure that is not known', changed(FUJIAN, 0, 9)],
    ['of a version of IP that is not known', changed(FUJIAN, 16, 5)],
    ['one byte short', FUJIAN.subarray(0, -1)],
    ['cut in the middle', IPV6.subarray(0, IPV6.length - 40)],
    ['said to be of the other version', changed(FUJIAN, 16, 6)],
    ['with its first entry before the texts', changed(FUJIAN, 8, 0, 0, 0, 0)],
    ['with an entry out of order', changed(FUJIAN, entry + 14, 0, 0, 0, 0)],
    ['with an entry that ends before it begins', changed(FUJIAN, entry + 18, 0, 0, 0, 0)],
    ['with a text outside of it', changed(FUJIAN, entry + 10, 255, 255, 255, 255)],
    ['with the second half of zeros', changed(FUJIAN, entry + 14, ...Array<number>(28).fill(0))],
  ])('%s', (_name, file) => {
    expect(() => openXdb(file)).toThrow(Error);
  });

  test('of a text that is no UTF-8 nothing is said', () => {
    const file = changed(FUJIAN, 256 + 256 * 256 * 8 + '0|0|0|0|0'.length, 255);
    expect(openXdb(file).find('8.8.8.8')).toBeNull();
  });
});
