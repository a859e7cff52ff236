/**
 * How long it takes to make html of what readers type: an ordinary comment with and without Markdown, and bodies of
 * 10,000 characters that are made to be slow. CPU time of the thread. Prints a table.
 *
 *   node bench/rendering.ts
 */
import { renderBody } from '../server/markup/render-body.ts';
import { hostileBodies } from './moderation/hostile-bodies.ts';
import { medianMs } from './moderation/timing.ts';

/** As long as a body may be by the widest setting. */
const LENGTH = 10_000;
const render = (body: string): string => renderBody(body, { images: false }).html;

const ORDINARY: Readonly<Record<string, string>> = {
  'plain text': '写得真好，读完想了很久。希望以后多一些这样的文章，也希望能看到后续的报道。\n支持！',
  Markdown: '**注意：**请看第三段，*作者*说“已经解决”，但 https://x.example/a?b=c 里的数字不一样。\n\n> 已经解决\n\n- 一\n- 二 `code`',
};

for (const [what, body] of Object.entries(ORDINARY)) {
  const each = medianMs(15, () => {
    for (let i = 0; i < 1_000; i++) render(body);
  });
  console.log(`${what}: ${each.toFixed(1)} µs`);
}

const slow = Object.entries(hostileBodies(LENGTH)).map(([what, body]) => {
  render(body);
  const ms = medianMs(3, () => render(body));
  const half = hostileBodies(LENGTH / 2)[what] ?? '';
  return { what, ms, growth: ms / medianMs(3, () => render(half)) };
});
slow.sort((one, other) => other.ms - one.ms);
console.log(`${LENGTH} characters, slowest first: ms, and how many times that of half as many`);
for (const { what, ms, growth } of slow.slice(0, 12)) console.log(`${what}: ${ms.toFixed(1)} ms, ×${growth.toFixed(1)}`);
