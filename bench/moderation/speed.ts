/**
 * How fast lists are made ready and texts are looked through, by words alone and by the whole pipeline; where
 * nothing else is said in CPU time of the thread: other programs on the machine count for little. Prints tables, writes bench/results/moderation-speed.json and .md.
 *
 *   node bench/moderation/speed.ts [WORDS]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { WordEntry } from '../../server/domain/words.ts';
import { compileInSlices } from '../../server/wordlists/compile-lists.ts';
import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { findContacts } from '../../server/wordlists/text/contacts.ts';
import { compileWords, type Matcher } from '../../server/wordlists/text/matcher.ts';
import { randomWords } from './random-words.ts';
import { type Row, report } from './report.ts';
import { medianMs } from './timing.ts';
import { hostileThroughAll, ordinary } from './whole.ts';
import { entriesOf } from './words.ts';

const WORDS = Number(process.argv[2] ?? 100_000);
const OFF = { boundary: false, pinyin: false, split: false };
const ALL = { boundary: true, pinyin: true, split: true };
const rows: Row[] = [];

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
function collectGarbage(): void {
  if (typeof collect === 'function') collect();
}

function chunks(size: number, count: number): string[] {
  const text = INNOCENT_SAMPLE.join('');
  const long = text.repeat(Math.ceil((size * count) / text.length));
  return Array.from({ length: count }, (_, i) => long.slice(i * size, (i + 1) * size));
}

async function lists(): Promise<void> {
  const entries: WordEntry[] = entriesOf(randomWords(WORDS));
  // What runs for the first time is not yet compiled itself.
  compileWords(entries.slice(0, 20_000), OFF);
  collectGarbage();
  const before = process.memoryUsage();
  let matcher: Matcher = compileWords([], OFF);
  const built = medianMs(3, () => {
    matcher = compileWords(entries, OFF);
  });
  collectGarbage();
  const after = process.memoryUsage();
  const memory = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  rows.push({ what: `${WORDS} words made ready`, figure: `${built.toFixed(0)} ms`, target: '≤ 500 ms', ok: built <= 500 });
  rows.push({ what: 'memory they take', figure: `${memory.toFixed(1)} MB`, target: '≤ 40 MB', ok: memory <= 40 });
  const short = chunks(100, 2_000);
  const hits = short.reduce((sum, text) => sum + matcher.find(text).length, 0) / short.length;
  const one = medianMs(9, () => {
    for (const text of short) matcher.find(text);
  });
  const micros = (one * 1000) / short.length;
  rows.push({
    what: `100 characters, ${hits.toFixed(1)} hits each, normalising included`,
    figure: `${micros.toFixed(1)} µs`,
    target: '≤ 12 µs',
    ok: micros <= 12,
  });
  const long = chunks(10_000, 20);
  const ten = medianMs(9, () => {
    for (const text of long) matcher.find(text);
  });
  rows.push({ what: '10,000 characters', figure: `${(ten / long.length).toFixed(2)} ms`, target: '≤ 1 ms', ok: ten / long.length <= 1 });
  const contacts = medianMs(5, () => {
    for (const text of short) findContacts(text);
  });
  rows.push({ what: '100 characters, contacts', figure: `${((contacts * 1000) / short.length).toFixed(1)} µs`, target: '', ok: null });
  const full = compileWords(entries.slice(0, 10_000), ALL);
  for (const text of short) full.find(text);
  const all = medianMs(5, () => {
    for (const text of short) full.find(text);
  });
  rows.push({
    what: '100 characters, 10,000 words, all passes (boundary, pinyin, split)',
    figure: `${((all * 1000) / short.length).toFixed(1)} µs`,
    target: '',
    ok: null,
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await compileInSlices(entries, OFF);
  const wall = performance.now() - started;
  delay.disable();
  // The monitor's own tick counts in.
  const held = delay.max / 1e6 - 1;
  rows.push({
    what: `made ready in slices: wall time, longest hold of the event loop`,
    figure: `${wall.toFixed(0)} ms, ${held.toFixed(1)} ms`,
    target: '≤ 20 ms',
    ok: held <= 20,
  });
}

/** Texts and lists that are made to be slow: twice the length must take about twice the time. */
function hostile(): void {
  const nested = Array.from({ length: 200 }, (_, i) => 'a'.repeat(i + 1));
  const list = compileWords(
    [
      ...entriesOf([...nested, '傻逼', '出口交', '口交', '时时彩', '操你妈', `${'a'.repeat(150)}b`], 'substring'),
      ...entriesOf(['口交', '日你', '加+微信', '微信 !-支付']),
      { word: '出口交易', level: 'allow', category: 'custom', options: [] },
    ],
    ALL,
  );
  const texts: Readonly<Record<string, (length: number) => string>> = {
    'one Latin letter': (length) => 'a'.repeat(length),
    'one character': (length) => '傻'.repeat(length),
    blanks: (length) => ' '.repeat(length),
    'a word, then blanks': (length) => `傻${' '.repeat(length)}逼`,
    'combining marks': (length) => `a${'\u0301'.repeat(length)}`,
    'nested brackets': (length) => '[('.repeat(length / 2),
    'begun links': (length) => ']('.repeat(length / 2),
    'begun entities': (length) => '&#x'.repeat(length / 3),
    'begun tags': (length) => '<a '.repeat(length / 3),
    'stars and letters': (length) => 'a*'.repeat(length / 2),
    'percent signs': (length) => '%e5'.repeat(length / 3),
    'words across words': (length) => '出口交通日你我'.repeat(length / 7),
    'allowed phrases': (length) => '出口交易'.repeat(length / 4),
    'parts and suppressors': (length) => '加支付微信'.repeat(length / 5),
    'letters that expand': (length) => 'ﷺ'.repeat(length / 18),
    'all code points': (length) => Array.from({ length: length / 2 }, (_, i) => String.fromCodePoint(0x20 + ((i * 7) % 0xd7e0))).join(''),
    syllables: (length) => 'xian'.repeat(length / 4),
    digits: (length) => '1 '.repeat(length / 2),
  };
  const table: string[] = [];
  let worst = 0;
  let steepest = 0;
  for (const [name, make] of Object.entries(texts)) {
    const look = (length: number): number => {
      const text = make(length);
      return medianMs(3, () => {
        list.find(text);
        findContacts(text);
      });
    };
    look(50_000);
    const half = look(500_000);
    const whole = look(1_000_000);
    table.push(`  ${name.padEnd(24)} 0.5 MB ${half.toFixed(0).padStart(6)} ms   1 MB ${whole.toFixed(0).padStart(6)} ms`);
    worst = Math.max(worst, whole);
    if (whole > 50) steepest = Math.max(steepest, whole / Math.max(half, 1));
  }
  console.log(`\nTexts made to be slow (a million units, all passes)\n${table.join('\n')}`);
  rows.push({ what: 'the slowest of 18 hostile texts of a million characters', figure: `${worst.toFixed(0)} ms`, target: '', ok: null });
  rows.push({ what: 'twice the length takes at most', figure: `${steepest.toFixed(1)} × the time`, target: '≤ 3 ×', ok: steepest <= 3 });
}

await lists();
hostile();
rows.push(...(await ordinary(WORDS)));
const slow = await hostileThroughAll(WORDS);
rows.push(...slow.rows);
const lines = Object.entries(slow.times).map(([name, ms]) => `  ${name.padEnd(32)} ${ms.toFixed(1).padStart(6)} ms`);
console.log(`\nBodies made to be slow (as long as a comment may be, through all phases)\n${lines.join('\n')}`);
await report('moderation-speed', 'Words and the pipeline: speed', rows, { hostileBodies: slow.times });
