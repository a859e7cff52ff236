import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

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

/**
 * The program file of a real Chromium: `CHROMIUM_PATH`, else the one inside the registry package, unpacked
 * to the temporary folder, else the machine's own.
 * @throws Error when there is none.
 */
export async function chromiumPath(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return given;
  const packed = await chromium.executablePath().catch(() => null);
  if (packed !== null && existsSync(packed)) return packed;
  const own = onPath();
  if (own === null) throw new Error('no Chromium: set CHROMIUM_PATH');
  return own;
}

/** Starts Chromium with arguments of our own: nothing that it would ask of the network by itself. */
export async function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return playwright.launch({
    executablePath: await chromiumPath(),
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
