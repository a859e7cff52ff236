import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { percentile } from '../load/numbers.ts';
import { seeded } from './disguises.ts';
import { hostileBodies, hostileWords } from './hostile-bodies.ts';
import { LONGEST, openPipeline } from './pipeline.ts';
import { randomWords } from './random-words.ts';
import type { Row } from './report.ts';
import { middle } from './timing.ts';
import { entriesOf } from './words.ts';

const TEXTS = 2_000;
const SIGNS = 500;
const ROUNDS = 7;
const WARM_UP = 3;

/** Ordinary sentences put together anyhow. */
function ordinaryTexts(count: number): string[] {
  const random = seeded(17);
  return Array.from({ length: count }, () => {
    let text = '';
    while (text.length < SIGNS) text += `${INNOCENT_SAMPLE[Math.floor(random() * INNOCENT_SAMPLE.length)]}，`;
    return text.slice(0, SIGNS);
  });
}

/**
 * Ordinary texts through all that happens between a comment's arrival and its storing: rendering, the author's
 * history, near copies, all local phases. Each is stored, so that the next one meets it.
 */
export async function ordinary(words: number): Promise<Row[]> {
  const pipeline = await openPipeline(entriesOf(randomWords(words)), { boundary: true, pinyin: false, split: false });
  try {
    const times: number[] = [];
    for (const [i, text] of ordinaryTexts(TEXTS * 1.5).entries()) {
      const taken = await pipeline.post(text);
      // The compilers are at work at first.
      if (i >= TEXTS / 2) times.push(taken);
    }
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    const what = `the whole local pipeline, ${SIGNS} characters, ${words} words, ${TEXTS} texts: p50, p99 (wall time)`;
    return [{ what, figure: `${p50.toFixed(2)} ms, ${p99.toFixed(2)} ms`, target: 'p99 ≤ 1.5 ms', ok: p99 <= 1.5 }];
  } finally {
    await pipeline.close();
  }
}

/**
 * Bodies that are made to be slow, each alone through the same way on a site that has all passes on and a list that
 * is made for them: how long each holds the event loop.
 */
export async function hostileThroughAll(words: number): Promise<{ rows: Row[]; times: { [name: string]: number } }> {
  const list = [...entriesOf(randomWords(words)), ...entriesOf(hostileWords()), ...entriesOf(['口交', '傻逼'], 'substring')];
  const pipeline = await openPipeline(list, { boundary: true, pinyin: true, split: true });
  try {
    const bodies = Object.entries(hostileBodies(LONGEST));
    const times: { [name: string]: number } = {};
    for (const [name, body] of bodies) {
      for (let i = 0; i < WARM_UP; i++) await pipeline.look(body);
      const taken: number[] = [];
      for (let i = 0; i < ROUNDS; i++) taken.push(await pipeline.look(body));
      times[name] = Math.round(middle(taken) * 10) / 10;
    }
    const [worst = '', most = 0] = Object.entries(times).toSorted(([, a], [, b]) => b - a)[0] ?? [];
    const what = `the slowest of ${bodies.length} hostile bodies of ${LONGEST.toLocaleString('en')} signs through all of it (${worst})`;
    return { rows: [{ what, figure: `${most.toFixed(1)} ms`, target: '≤ 20 ms', ok: most <= 20 }], times };
  } finally {
    await pipeline.close();
  }
}
