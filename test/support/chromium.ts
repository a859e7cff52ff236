import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { keptOrMade } from './kept-programs.ts';

function onPath(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  return null;
}

const PACKAGE = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium');

/**
 * The one inside the registry package, unpacked once for all runs. The package unpacks to the temporary folder, into
 * files that other runs would take for whole ones before they are: a process of its own has a temporary folder of its own.
 */
function unpacked(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = keptOrMade(`chromium-${version}`, (making) => {
    const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: PACKAGE,
      env: { ...process.env, TMPDIR: making },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return making;
  });
  return join(folder, 'chromium');
}

/**
 * The program file of a real Chromium: `CHROMIUM_PATH`, else the one inside the registry package, else the machine's own.
 * @throws Error when there is none.
 */
export function chromiumPath(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return given;
  try {
    return unpacked();
  } catch (cause) {
    const own = onPath();
    if (own === null) throw new Error(`no Chromium: set CHROMIUM_PATH (${cause instanceof Error ? cause.message : cause})`);
    return own;
  }
}

/**
 * Playwright, as Node itself loads it: once for all test files of a process. Through jest each file would load and compile
 * it anew, which takes longer than the start of the browser.
 */
function playwright(): typeof import('playwright-core') {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url)('playwright-core');
}

/** Starts Chromium with arguments of our own: nothing that it would ask of the network by itself. */
export async function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return playwright().chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--hide-scrollbars',
    ],
  });
}
