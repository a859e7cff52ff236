import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { postBy, untilLive, useRoom } from './reading-room.ts';

const room = useRoom();

/** Each calls `alert` where it is taken as markup. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg/onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<a href="javascript:alert(1)" id=x tabindex=1 onfocus=alert(1) autofocus>链接</a>',
  '[链接](javascript:alert(1))',
  '[链接](data:text/html,<script>alert(1)</script>)',
  '[链接](https://example.com/"onmouseover="alert(1))',
  '![图](https://example.com/x"onerror="alert(1))',
  '<javascript:alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '||<img src=x onerror=alert(1)>||',
  '"><img src=x onerror=alert(1)>',
  '</textarea><img src=x onerror=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
];

test('hostile markup in bodies and names is shown as text and runs nothing, from the list and live', async () => {
  const article = room.article();
  const names = ['<img src=x onerror=alert(1)>', '"onfocus=alert(1) autofocus x="', '读者'];
  const said = HOSTILE.slice(0, 9).map((text, i) =>
    room.say(article, `${text} 其一${i}`, { name: names[i % names.length] ?? '读者' }).catch(() => null),
  );
  await Promise.all(said);
  const reader = await room.open(article);
  let alerts = 0;
  reader.page.on('dialog', (dialog) => {
    alerts++;
    void dialog.dismiss();
  });
  await untilLive(reader);
  for (const [i, text] of HOSTILE.slice(9).entries()) await room.say(article, `${text} 其二${i}`, { name: '后来的人' }).catch(() => null);
  await reader.box.locator('.fresh').click();
  await postBy(reader, `${HOSTILE[0]} 自己发的`, '"><img src=x onerror=alert(1)>');
  await waitFor(async () => (await reader.comments.filter({ hasText: '自己发的' }).count()) === 1);
  const shown = await reader.comments.count();
  expect(shown).toBeGreaterThan(5);
  for (const link of await reader.box.locator('.body a').all()) {
    expect(await link.getAttribute('href')).toMatch(/^https?:/);
    expect(await link.getAttribute('rel')).toBe('nofollow ugc noopener noreferrer');
  }
  const facts = await reader.box.evaluate((box) => ({
    strange: box.querySelectorAll('img, script, iframe, object, embed, style, form form, math, details, svg animate').length,
    handlers: [...box.querySelectorAll('*')].flatMap((element) => [...element.attributes].filter(({ name }) => name.startsWith('on')))
      .length,
  }));
  expect(facts).toEqual({ strange: 0, handlers: 0 });
  expect(alerts).toBe(0);
  expect(reader.errors).toEqual([]);
});

test('hostile titles, thread keys, addresses and attributes of the page run nothing', async () => {
  let alerts = 0;
  for (const text of ['"><img src=x onerror=alert(1)>', 'javascript:alert(1)', "'-alert(1)-'", '</script><script>alert(1)</script>']) {
    const context = await room.browser.newContext();
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      alerts++;
      void dialog.dismiss();
    });
    const data = { thread: text, url: text, title: text, lang: text, theme: text, view: text, sort: text };
    await page.goto(room.host.put(articlePage(room.server.url, data)));
    const box = page.locator('section.box');
    await box.locator('textarea').fill(`标题不怀好意。${text.length}`);
    await box.locator('.name').fill('读者');
    await box.locator('.primary').click();
    await box.locator('article').waitFor();
    expect(await box.locator('img, script').count()).toBe(0);
  }
  expect(alerts).toBe(0);
});

test('an address that names no comment of this thread is passed over', async () => {
  const [article, elsewhere] = [room.article(), room.article()];
  await room.say(article, '这里的评论。');
  const foreign = await room.say(elsewhere, '别处的评论。');
  for (const hash of [`#liangju-${foreign.id}`, '#liangju-no-such', '#liangju-"]);alert(1)//', '#liangju-']) {
    const reader = await room.open(article, { hash });
    await untilLive(reader);
    expect(await reader.comments.count()).toBe(1);
    expect(reader.errors).toEqual([]);
  }
});
