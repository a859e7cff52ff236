import { MOST_WORDS } from '../../contract/site.ts';
import { longestStep, watchSteps } from '../../test/support/step-watch.ts';
import { ADMIN, type Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { residentPeakMb } from '../load/process.ts';
import { randomWords } from '../moderation/random-words.ts';
import { SITE } from '../seed/fill.ts';
import { createRandom } from '../seed/random.ts';
import { makeUnlike } from '../seed/texts.ts';

/** No step of the main thread is to be longer, ms. */
const LONGEST_STEP = 50;
/** A word that each list has once more, so that a post shows which list it was judged by. */
const marked = (round: number): string => `记号甲${'零一二三四五六七八九'[round % 10]}乙`;

/** The longest list that may be saved: saved, used by a post, read again. The longest step of the main thread meanwhile: so long everybody else waits. */
export async function words(bench: Bench): Promise<void> {
  const lines = randomWords(MOST_WORDS - 1).map((word) => `${word}\thold\tad\n`);
  const random = createRandom(Date.now());
  const file = bench.file('longest-step');
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: [{ key: 'thousand', comments: 1_000 }] }, { fresh: true, env: watchSteps(file) });
    try {
      const session = await ask<{ csrfToken: string }>(`${server.url}/api/v1/staff/session`, { body: ADMIN });
      const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
      const staff = { cookie, 'x-csrf-token': session.body.csrfToken };
      const address = `${server.url}/api/v1/sites/${SITE}/words`;
      const isHeld = async (body: string): Promise<boolean> => {
        const thread = { key: 'thousand', url: 'https://news.example/thousand', title: 'thousand' };
        const sent = { site: SITE, thread, body, author: { name: '读者' } };
        return (await ask(`${server.url}/api/v1/comments`, { body: sent })).status === 202;
      };
      await isHeld(makeUnlike(random));
      const steps = { save: [], use: [], json: [], text: [] } as Record<'save' | 'use' | 'json' | 'text', number[]>;
      const used: number[] = [];
      for (let round = 0; round <= bench.rounds; round++) {
        const list = `${lines.join('')}${marked(round)}\thold\tad\n`;
        await longestStep(server.pid, file);
        const headers = { ...staff, 'content-type': 'text/plain', 'if-match': '*' };
        const saved = await ask(address, { method: 'PUT', headers, body: list });
        if (saved.status !== 200) throw new Error(`saving gave ${saved.status} ${saved.bytes.toString()}`);
        const save = await longestStep(server.pid, file);
        const began = performance.now();
        while (!(await isHeld(`${makeUnlike(random)}${marked(round)}`))) await new Promise((resolve) => setTimeout(resolve, 20));
        const ms = performance.now() - began;
        const use = await longestStep(server.pid, file);
        await ask(address, { headers: { ...staff, accept: 'application/json' } });
        const json = await longestStep(server.pid, file);
        await ask(address, { headers: { ...staff, accept: 'text/plain' } });
        const text = await longestStep(server.pid, file);
        if (round === 0) continue;
        for (const [name, value] of Object.entries({ save, use, json, text })) steps[name as keyof typeof steps].push(value);
        used.push(ms);
      }
      const target = { atMost: LONGEST_STEP };
      const size = MOST_WORDS.toLocaleString('en');
      bench.figure(`${size} words saved, longest step, ${store}`, 'ms of CPU', steps.save, { target });
      bench.figure(`made ready and used by a post, longest step, ${store}`, 'ms of CPU', steps.use, { target });
      bench.figure(`given as JSON, longest step, ${store}`, 'ms of CPU', steps.json, { target });
      bench.figure(`given as text, longest step, ${store}`, 'ms of CPU', steps.text, { target });
      bench.figure(`from the answer to the save to a post that is screened with it, ${store}`, 'ms', used);
      bench.figure(`most resident memory, ${store}`, 'MB', [residentPeakMb(server.pid)]);
    } finally {
      await server.stop();
    }
  }
}
