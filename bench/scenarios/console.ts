import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/chromium.ts';
import { ADMIN, type Bench } from '../bench.ts';
import { percentile } from '../load/numbers.ts';
import { ROOT } from '../load/process.ts';

/** As many cards as made `j` take seconds when all of them stood in the page. */
const WAITING = 3_250;
const STEPS = 60;
/** Longest that loading all of them may take before the measurement gives up, ms. */
const PATIENCE = 300_000;

declare global {
  interface Window {
    /** From each press of a key to the frame after it, ms. */
    stepTimes: number[];
    /** The longest time between two frames so far, ms. */
    longestFrame: number;
  }
}

/** The moderators' console in a browser: going from card to card in a long queue that was read to its end. */
export async function consoleSteps(bench: Bench): Promise<void> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.ts'), 'client'], { cwd: ROOT, stdio: 'ignore' });
  const server = await bench.serve('SQLite', { threads: [], waiting: WAITING });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/admin/#/queue?sort=oldest`);
    await page.getByLabel('邮箱').fill(ADMIN.email);
    await page.getByLabel('密码').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.locator('.card').first().waitFor();
    const { ms, longest } = await readAll(page);
    bench.figure(`longest frame while ${WAITING.toLocaleString('en')} cards are read by scrolling`, 'ms', [longest]);
    bench.note(`all cards were read in ${(ms / 1_000).toFixed(1)} s`);
    await page.evaluate(watchSteps);
    for (const [name, share] of [
      ['at the beginning', 0],
      ['in the middle', 0.5],
      ['at the end', 0.97],
    ] as const) {
      const p50: number[] = [];
      const most: number[] = [];
      for (let round = 0; round <= bench.rounds; round++) {
        const times = await stepsFrom(page, share);
        if (round === 0) continue;
        p50.push(percentile(times, 0.5));
        most.push(Math.max(...times));
      }
      const where = `j among ${WAITING.toLocaleString('en')} cards, ${name}`;
      bench.figure(where, 'ms (p50)', p50, { target: { atMost: 50 } });
      bench.figure(`${where}, longest of ${STEPS}`, 'ms', most);
    }
    bench.note('from the press of the key to the frame after it, with the browser on the same cores as the server');
    bench.note(`cards on the page at the end: ${await page.locator('.card').count()}`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Scrolls until the end of the list is there; gives how long that took, and the longest time between two frames, ms. */
async function readAll(page: Page): Promise<{ ms: number; longest: number }> {
  const began = performance.now();
  await page.evaluate(() => {
    window.longestFrame = 0;
    let last = performance.now();
    const next = (): void => {
      const now = performance.now();
      window.longestFrame = Math.max(window.longestFrame, now - last);
      last = now;
      requestAnimationFrame(next);
    };
    next();
  });
  while ((await page.getByText('已经到底了').count()) === 0) {
    if (performance.now() - began > PATIENCE) throw new Error('the queue was not read to its end');
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          scrollTo(0, document.documentElement.scrollHeight);
          requestAnimationFrame(() => setTimeout(resolve));
        }),
    );
  }
  return { ms: performance.now() - began, longest: await page.evaluate(() => window.longestFrame) };
}

function watchSteps(): void {
  window.stepTimes = [];
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => window.stepTimes.push(performance.now() - timeStamp);
      requestAnimationFrame(() => painted.port2.postMessage(null));
    },
    true,
  );
}

/** Presses `j` many times from a card on that stands so far down the list; gives each one's time, ms. */
async function stepsFrom(page: Page, share: number): Promise<number[]> {
  await page.evaluate((at) => scrollTo(0, document.documentElement.scrollHeight * at), share);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));
  const at = await page.evaluate(() => {
    const seen = [...document.querySelectorAll<HTMLElement>('.card')].find((card) => card.getBoundingClientRect().top > 60);
    const rect = seen?.querySelector('.words')?.getBoundingClientRect();
    return rect === undefined ? { x: 0, y: 0 } : { x: rect.x + 5, y: rect.y + 5 };
  });
  await page.mouse.click(at.x, at.y);
  await page.evaluate(() => {
    window.stepTimes = [];
  });
  for (let i = 1; i <= STEPS; i++) {
    await page.keyboard.press('j');
    await page.waitForFunction((count) => window.stepTimes.length >= count, i);
  }
  return page.evaluate(() => window.stepTimes);
}
