import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'liangju-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of a program of a site that uses the types as they are served. */
function complaintsOf(name: string, program: string): string {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, `import type { Api, Options, Widget } from '${join(ROOT, 'client-widget/embed.d.ts')}';\n${program}\n`);
  const flags = ['--noEmit', '--strict', '--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'Bundler', '--ignoreConfig'];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), ...flags, '--lib', 'ES2022,DOM', '--allowImportingTsExtensions', file],
    {
      encoding: 'utf8',
    },
  );
  return stdout + stderr;
}

test('the types that are served fit a program of a site, and find its mistakes', () => {
  expect(
    complaintsOf(
      'right',
      `
const options: Options = { site: 'news', thread: 7, url: new URL('https://news.example.com/'), title: null };
const element = document.querySelector('#place');
if (element !== null) {
  const widget: Widget | undefined = window.Liangju?.mount(element, options);
  widget?.setTheme('dark');
  const end: (() => void) | undefined = widget?.on('posted', ({ id, status }) => console.log(id.length, status));
  end?.();
  void widget?.ready.then(({ count }) => count.toFixed());
  widget?.update({ thread: 'other' });
  widget?.setSso('token');
  widget?.setSso(async () => null);
  widget?.on('reader', ({ id, isMember }) => console.log(id?.length, isMember));
  widget?.destroy();
}
document.addEventListener('liangju:ready', () => window.Liangju?.q.push((liangju: Api) => void liangju.counts()));`,
    ),
  ).toBe('');
  const wrong = complaintsOf(
    'wrong',
    "window.Liangju?.setTheme('pink');\nwindow.Liangju?.on('no-such-event', () => undefined);\nvoid (0 as unknown as [Api, Options, Widget]);",
  );
  expect(wrong.match(/error TS/g)?.length).toBe(2);
});
