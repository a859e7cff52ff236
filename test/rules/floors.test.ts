import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** The first releases without a published weakness; an older copy of any of these must not come back. */
const FLOORS: Readonly<Record<string, string>> = {
  'sanitize-html': '2.17.7',
  'body-parser': '2.3.0',
  mongoose: '9.9.2',
  ws: '8.21.0',
  'engine.io': '6.6.9',
  'socket.io-parser': '4.2.6',
  qs: '6.14.2',
  nodemailer: '9.0.5',
};

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean }>;
}

const lock: Lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));

/** Is a version at least the other? Releases only: what comes before a release is older than it. */
function isAtLeast(version: string, floor: string): boolean {
  const [release = '', preview] = version.split('-');
  const parts = (text: string): number[] => text.split('.').map(Number);
  const [have, want] = [parts(release), parts(floor)];
  for (const [i, wanted] of want.entries()) {
    const had = have[i] ?? 0;
    if (had !== wanted) return had > wanted;
  }
  return preview === undefined;
}

/** Every copy of a package in the lock file, wherever it lies. */
function copiesOf(name: string): [path: string, version: string][] {
  return Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([path, { version }]) => [path, version ?? '0']);
}

describe('no package is older than its last published weakness', () => {
  test.each(Object.entries(FLOORS))('%s %s', (name, floor) => {
    expect(copiesOf(name).filter(([, version]) => !isAtLeast(version, floor))).toEqual([]);
  });

  test('the lock file is read: what the server stands on is in it', () => {
    for (const name of ['sanitize-html', 'body-parser', 'mongoose', 'ws', 'engine.io', 'socket.io-parser', 'qs']) {
      expect(copiesOf(name)).not.toEqual([]);
    }
  });

  test('versions are compared as numbers', () => {
    expect(isAtLeast('2.17.10', '2.17.7')).toBe(true);
    expect(isAtLeast('2.17.7', '2.17.7')).toBe(true);
    expect(isAtLeast('10.0.0', '9.9.2')).toBe(true);
    expect(isAtLeast('2.9.9', '2.17.7')).toBe(false);
    expect(isAtLeast('2.17.7-beta.1', '2.17.7')).toBe(false);
  });

  test('a package that brings pages of others is not there', () => {
    expect(Object.keys(lock.packages).filter((path) => /swagger-ui/.test(path))).toEqual([]);
  });
});
