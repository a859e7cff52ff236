import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
/** What the build of widget and console reads, and the build itself. */
const PARTS = [
  'client-widget',
  'client-compat',
  'client-console',
  'client-shared',
  'contract',
  'server/domain',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-build-'));
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  build();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the build of widget and console in the copy; gives what it printed. */
const run = (...options: string[]): string =>
  execFileSync(process.execPath, ['scripts/build.ts', 'client', ...options], { cwd: folder, encoding: 'utf8' });
/** Builds; true where there was something to do. */
const build = (): boolean => run().includes('built widget and console');
/** Would it build? */
const isStale = (): boolean => run('--stale') === 'stale: widget and console\n';

test('the build does nothing while all that it read is as it was', () => {
  expect([isStale(), build()]).toEqual([false, false]);
});

test.each([
  'server/domain/queue-limits.ts',
  'client-shared/i18n.ts',
  'client-console/style/queue.css',
  'client-console/index.html',
  'client-widget/late.css',
  'client-widget/embed.d.ts',
  'client-compat/valine.ts',
  'scripts/lean-preact.ts',
  'tsconfig.base.json',
])('a change of %s would be built', async (name) => {
  const file = join(folder, name);
  const before = await readFile(file);
  await appendFile(file, '\n');
  expect(isStale()).toBe(true);
  await writeFile(file, before);
  expect(isStale()).toBe(false);
});

test('what would be built is, and then no more', async () => {
  await appendFile(join(folder, 'client-console/index.html'), '\n');
  expect([isStale(), build(), isStale(), build()]).toEqual([true, true, false, false]);
});

test('a file that no built file imports changes nothing', async () => {
  const { inputs } = JSON.parse(await readFile(join(folder, 'server/public/.stamp'), 'utf8'));
  expect(inputs).not.toContain('server/domain/password-rule.ts');
  await appendFile(join(folder, 'server/domain/password-rule.ts'), '\n');
  expect(isStale()).toBe(false);
});
