import { expect, test } from '@jest/globals';
import type {} from '../../client-widget/embed.d.ts';
import { element, embeddingPages, shows } from '../support/embedding-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';

const room = useRoom();

const { visit, script, article } = embeddingPages(room);

test('a box whose place has left the document ends itself; one that is moved stays', async () => {
  const made = await article('会被拿走的一处。');
  const { page, sockets } = await visit(`<main>${element(made)}<div id="place"></div></main><aside></aside>${script()}`);
  await page.evaluate((key) => {
    const place = document.querySelector('#place');
    if (place !== null) window.Liangju?.mount(place, { site: 'demo', thread: key });
  }, made.key);
  await waitFor(async () => (await page.locator('section.box article').count()) === 2);
  await waitFor(() => sockets() === 2);
  await page.locator('section.box textarea').first().fill('搬家也带着走。');
  await page.evaluate(() => document.querySelector('aside')?.append(...document.querySelectorAll('liangju-comments, #place')));
  await waitFor(async () => (await page.locator('aside section.box article').count()) === 2);
  expect(await page.locator('section.box textarea').first().inputValue()).toBe('搬家也带着走。');
  expect(sockets()).toBe(2);
  await page.evaluate(() => document.querySelector('aside')?.remove());
  await waitFor(() => sockets() === 0);
});

test('pages that are changed without being loaded (Turbo, PJAX) keep one connection, however many there were', async () => {
  const articles = await Promise.all([1, 2, 3, 4].map((n) => article(`换页第 ${n} 篇。`)));
  const { page, sockets, errors } = await visit('<main></main>');
  for (const [n, { key }] of articles.entries()) {
    await page.evaluate(
      ([service, thread]) => {
        // As such libraries do: a new body, whose scripts run again.
        const body = document.createElement('body');
        body.innerHTML = '<div id="liangju"></div>';
        const own = document.createElement('script');
        own.src = `${service}/embed.js`;
        Object.assign(own.dataset, { site: 'demo', thread });
        body.append(own);
        document.body.replaceWith(body);
      },
      [room.server.url, key],
    );
    await shows(page, `换页第 ${n + 1} 篇。`);
    await waitFor(() => sockets() === 1);
  }
  expect(await page.locator('section.box').count()).toBe(1);
  expect(errors).toEqual([]);
});

test('a place inside a component of the page: taken out of its shadow tree, the box ends too', async () => {
  const made = await article('组件里的一处。');
  const { page, sockets } = await visit(`<div id="host"></div>${script()}`);
  await page.evaluate((key) => {
    const inner = document.querySelector('#host')?.attachShadow({ mode: 'open' });
    const place = inner?.appendChild(document.createElement('div'));
    if (place !== undefined) window.Liangju?.mount(place, { site: 'demo', thread: key });
  }, made.key);
  await shows(page, '组件里的一处。');
  await waitFor(() => sockets() === 1);
  await page.evaluate(() => document.querySelector('#host')?.shadowRoot?.replaceChildren());
  await waitFor(() => sockets() === 0);
});

test('nothing is kept of a box that has ended: 200 of them leave no more than noise', async () => {
  const made = await article('来来去去的一处。');
  const { page, sockets } = await visit(`<div id="place"></div>${script()}`);
  const devtools = await page.context().newCDPSession(page);
  /** Boxes that come and go: ended at once, when they are ready, when they are live; by a call or because their place is gone. */
  async function comeAndGo(times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      await page.evaluate(
        async ([key, until, isCalled]) => {
          const place = document.body.appendChild(document.createElement('div'));
          const widget = window.Liangju?.mount(place, { site: 'demo', thread: key });
          const refs: unknown = Reflect.get(window, 'refs');
          if (Array.isArray(refs)) refs.push(new WeakRef(place));
          if (until > 0) await widget?.ready;
          // Idle moments, in which the other half and the live news come.
          for (let moment = 1; moment < until; moment++) await new Promise((resolve) => requestIdleCallback(resolve));
          if (isCalled) widget?.destroy();
          place.remove();
        },
        [made.key, n % 4, n % 2 === 0] as const,
      );
    }
    await waitFor(() => sockets() === 0);
  }
  const used = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  await page.evaluate(() => Object.assign(window, { refs: [] }));
  await comeAndGo(20);
  const before = await used();
  await comeAndGo(200);
  const left = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => {
      const refs: unknown = Reflect.get(window, 'refs');
      return Array.isArray(refs) ? refs.filter((ref) => ref instanceof WeakRef && ref.deref() !== undefined).length : -1;
    });
  };
  // The engine lets go of the last ones when it likes.
  await waitFor(async () => (await left()) <= 3);
  expect(((await used()) - before) / 200).toBeLessThan(2_000);
}, 120_000);
