import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type StartedServer, startServer } from '../support/start-server.ts';

const ROOT = join(import.meta.dirname, '../..');
/** JavaScript and style sheets, compressed, until the first comments are on the page. */
const FIRST_AT_MOST = 15_000;
/**
 * Everything that comes later for one reader, with the larger of the two languages of which one is loaded at most.
 * 1,700 of it went into keeping what was typed and keeping the keyboard, which nobody should find missing; 200 came from the first
 * file, which shows regions and authors who were erased; 400 more when the number of those who read along came from there, beside the
 * button to what is the reader's own, with what signing in, accepting terms and times to answer within ask of the form.
 */
const LATER_AT_MOST = 27_600;

/**
 * Parts that few readers get, each with a limit of its own: signing in, with its texts in three languages; what is the reader's own;
 * the dialog of a report; terms to accept and times to answer within; proving who one is, with its texts.
 */
const SELDOM = { members: 8_192, own: 8_192, report: 1_000, duties: 1_100, verification: 1_800 } as const;

const Manifest = z.object({
  first: z.array(z.string()),
  files: z.array(z.string()),
  inputs: z.array(z.string()),
});
let manifest: z.infer<typeof Manifest>;
let server: StartedServer;
const sent = new Map<string, number>();

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.ts', 'client'], { cwd: ROOT });
  manifest = Manifest.parse(JSON.parse(await readFile(join(ROOT, 'server/public/manifest.json'), 'utf8')));
  server = await startServer();
  for (const file of manifest.files) sent.set(file, await bytesSent(file));
});
afterAll(() => server?.close());

/** How many bytes the started server sends for a file to a browser of today. */
async function bytesSent(file: string): Promise<number> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/${file}`, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }, resolve).on('error', reject);
  });
  const bytes = Buffer.concat(await answer.toArray());
  return answer.statusCode === 200 ? bytes.length : Number.NaN;
}

const brotli = (files: string[]): number => files.reduce((sum, file) => sum + (sent.get(file) ?? Number.NaN), 0);

test('the first comments need 15 KB at most', () => {
  expect(manifest.first).toContain('embed.js');
  expect(brotli(manifest.first)).toBeLessThanOrEqual(FIRST_AT_MOST);
});

test('writing and live news come later, and are small too', () => {
  const others = new RegExp(`(?:^|/)(?:counts|${Object.keys(SELDOM).join('|')})\\.js$`);
  const later = manifest.files.filter((file) => !manifest.first.includes(file) && !others.test(file));
  for (const name of ['late', 'live', 'puzzle', 'zh-TW', 'en']) expect(later.some((file) => file.endsWith(`/${name}.js`))).toBe(true);
  const isLanguage = (file: string): boolean => /\/(?:zh-TW|en)\.js$/.test(file);
  const language = Math.max(...later.filter(isLanguage).map((file) => brotli([file])));
  expect(brotli(later.filter((file) => !isLanguage(file))) + language).toBeLessThanOrEqual(LATER_AT_MOST);
});

test.each(Object.entries(SELDOM))('%s.js is loaded when it is needed, and needs %i bytes at most', (name, limit) => {
  const file = manifest.files.find((one) => one.endsWith(`/${name}.js`)) ?? '';
  expect(brotli([file])).toBeLessThanOrEqual(limit);
});

test('numbers alone need 1 KB', () => {
  expect(brotli(['counts.js'])).toBeLessThanOrEqual(1_024);
});

test('each file that stands for another system’s needs 3 KB at most', async () => {
  for (const name of ['valine.js', 'waline.js', 'waline.umd.js', 'twikoo.js', 'artalk.js', 'Artalk.mjs', 'disqus.js', 'count.js'])
    expect([name, (await bytesSent(`compat/${name}`)) <= 3_072]).toEqual([name, true]);
});

test('what is first comes in two requests, and all of a version lies in one folder', async () => {
  const [embed, app = ''] = manifest.first;
  expect(manifest.first.length).toBe(2);
  expect(embed).toBe('embed.js');
  const [folder, version = ''] = app.split('/');
  expect(folder).toBe('w');
  expect(await readFile(join(ROOT, 'server/public/embed.js'), 'utf8')).toContain(`"${version}"`);
  const files = manifest.files.filter((file) => file.startsWith('w/'));
  expect(files.filter((file) => !file.startsWith(`w/${version}/`))).toEqual([]);
  // The late part finds the app beside it, under whatever number the folder was asked for.
  const late = await readFile(join(ROOT, `server/public/w/${version}/late.js`), 'utf8');
  expect([...late.matchAll(/from"([^"]+)"/g)].map(([, path]) => path)).toEqual(['./app.js']);
});

/** What the widget and the server must do alike, and what knows nothing of either. */
const SHARED = [
  'server/domain/avatar-hue.ts',
  'server/domain/enumerations.ts',
  'server/domain/graphemes.ts',
  'server/domain/name-limit.ts',
  'server/domain/thread-key.ts',
];

test('the widget holds no code of the server but what both must do alike, and no schema library', () => {
  const strange = manifest.inputs.filter((file) => /^server\/|zod|mongoose|express|node:/.test(file) && !SHARED.includes(file));
  expect(strange).toEqual([]);
});
