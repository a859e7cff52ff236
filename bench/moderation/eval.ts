/**
 * How well words are found in disguise and left alone in innocent text. Prints tables, writes
 * bench/results/moderation-words.json and bench/results/moderation-words.md.
 *
 *   node bench/moderation/eval.ts [ORDINARY.jsonl …]      lines of {"text": …, "label"?: 0 | 1}
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { SHIPPED_WORDS } from '../../server/wordlists/shipped/words.ts';
import { compileWords, type Matcher } from '../../server/wordlists/text/matcher.ts';
import { findContacts } from '../../server/wordlists/text/contacts.ts';
import { type Disguise, homophone, PLAIN, SOUND, seeded, split } from './disguises.ts';
import { HAN_PAIRS, type InnocentPair, LATIN_PAIRS, TRUE_CONTEXTS } from './innocent-pairs.ts';
import { type Row, report } from './report.ts';
import { entriesOf, LISTED, PARTED, SPOKEN } from './words.ts';

const OFF = { boundary: false, pinyin: false, split: false };
const USUAL = { boundary: true, pinyin: false, split: false };
const CONTEXTS: readonly string[] = ['今天X吧', 'X', '有没有人，X？', '大家看看 X 怎么样'];
const ROUNDS = 3;

const share = (part: number, all: number): string => `${((100 * part) / Math.max(1, all)).toFixed(2)} %`;

/** Hides each word several times and looks whether it is found where it stands. */
function found(
  words: readonly string[],
  disguise: Disguise,
  matcherOf: (word: string) => Matcher,
  seed: number,
): { all: number; hit: number; missed: string[] } {
  const random = seeded(seed);
  const result = { all: 0, hit: 0, missed: [] as string[] };
  for (const word of words) {
    for (let round = 0; round < ROUNDS; round++) {
      const hidden = disguise(word, random);
      if (hidden === null) continue;
      const context = CONTEXTS[(round + word.length) % CONTEXTS.length] ?? 'X';
      const start = context.indexOf('X');
      const text = context.replace('X', () => hidden);
      result.all++;
      if (
        matcherOf(word)
          .find(text)
          .some((one) => one.entry.word === word && one.start < start + hidden.length && start < one.end)
      )
        result.hit++;
      else result.missed.push(hidden);
    }
  }
  return result;
}

const rows: Row[] = [];
const details: Record<string, unknown> = {};

function disguises(): void {
  const plain = compileWords(entriesOf(LISTED, 'leet'), USUAL);
  let all = 0;
  let hit = 0;
  for (const [name, disguise] of Object.entries(PLAIN)) {
    const one = found(LISTED, disguise, () => plain, 7);
    all += one.all;
    hit += one.hit;
    details[name] = one;
    if (one.hit < one.all) console.log(`  ${name}: ${one.hit}/${one.all}, missed ${one.missed.slice(0, 4).join(' ')}`);
  }
  rows.push({
    what: `${LISTED.length} words in ${Object.keys(PLAIN).length} plain disguises, found`,
    figure: `${hit}/${all} = ${share(hit, all)}`,
    target: '≥ 99.5 %',
    ok: hit >= 0.995 * all,
  });
  const spoken = compileWords(entriesOf(SPOKEN), { ...USUAL, pinyin: true });
  const sound = Object.values(SOUND).map((disguise) => found(SPOKEN, disguise, () => spoken, 11));
  const [soundHit, soundAll] = [sound.reduce((sum, one) => sum + one.hit, 0), sound.reduce((sum, one) => sum + one.all, 0)];
  details.pinyin = sound.flatMap(({ missed }) => missed);
  rows.push({
    what: 'pinyin of three syllables and more, found',
    figure: `${soundHit}/${soundAll} = ${share(soundHit, soundAll)}`,
    target: '≥ 98 %',
    ok: soundHit >= 0.98 * soundAll,
  });
  const same = found(SPOKEN, homophone, () => spoken, 13);
  details.homophones = same;
  rows.push({
    what: 'homophones, found',
    figure: `${same.hit}/${same.all} = ${share(same.hit, same.all)}`,
    target: '≥ 85 %',
    ok: same.hit >= 0.85 * same.all,
  });
  const parted = compileWords(entriesOf(PARTED), { ...USUAL, split: true });
  const parts = found(PARTED, split, () => parted, 17);
  details.split = parts;
  rows.push({
    what: 'characters taken apart, found',
    figure: `${parts.hit}/${parts.all} = ${share(parts.hit, parts.all)}`,
    target: '≥ 80 %',
    ok: parts.hit >= 0.8 * parts.all,
  });
}

function innocents(): void {
  const still = (pairs: readonly InnocentPair[], matching: typeof USUAL): InnocentPair[] =>
    pairs.filter(({ word, sentence }) => compileWords(entriesOf([word]), matching).find(sentence).length > 0);
  const han = still(HAN_PAIRS, USUAL);
  details.inside = han;
  rows.push({
    what: `words inside ${HAN_PAIRS.length} innocent sentences, hit without / with boundaries`,
    figure: `${still(HAN_PAIRS, OFF).length} / ${han.length} = ${share(han.length, HAN_PAIRS.length)}`,
    target: '≤ 27 %',
    ok: han.length <= 0.27 * HAN_PAIRS.length,
  });
  const latin = still(LATIN_PAIRS, OFF);
  rows.push({
    what: `Latin words inside ${LATIN_PAIRS.length} innocent sentences, hit`,
    figure: String(latin.length),
    target: '0',
    ok: latin.length === 0,
  });
  let lost = 0;
  const words = [...new Set(HAN_PAIRS.map(({ word }) => word))];
  for (const word of words) {
    const matcher = compileWords(entriesOf([word]), USUAL);
    for (const context of TRUE_CONTEXTS) if (matcher.find(context.replace('X', word)).length === 0) lost++;
  }
  rows.push({
    what: `the same words meant, lost by boundaries (${words.length} in ${TRUE_CONTEXTS.length} contexts)`,
    figure: share(lost, words.length * TRUE_CONTEXTS.length),
    target: '',
    ok: null,
  });
}

/** What the shipped list and the contact detector make of ordinary texts. */
function ordinary(name: string, texts: readonly string[], isTarget: boolean): void {
  for (const [how, matching] of [
    ['', USUAL],
    [', with pinyin and split', { boundary: true, pinyin: true, split: true }],
  ] as const) {
    const shipped = compileWords(SHIPPED_WORDS, matching);
    const hits = texts.map((text) => shipped.find(text)).filter(({ length }) => length > 0);
    const blocked = hits.filter((one) => one.some(({ level }) => level === 'block')).length;
    const limit = how === '' && isTarget;
    rows.push({
      what: `shipped list on ${name} (${texts.length})${how}: held, blocked`,
      figure: `${share(hits.length, texts.length)}, ${blocked}`,
      target: limit ? '≤ 0.05 %, 0' : '',
      ok: limit ? hits.length <= 0.0005 * texts.length && blocked === 0 : null,
    });
  }
  const score = (from: number): string => share(texts.filter((text) => findContacts(text).score >= from).length, texts.length);
  rows.push({
    what: `contact score on ${name}: shown (≥ 0.3), held by it alone (≥ 0.5)`,
    figure: `${score(0.3)}, ${score(0.5)}`,
    target: '',
    ok: null,
  });
}

disguises();
innocents();
ordinary('the built-in sample', INNOCENT_SAMPLE, true);
for (const file of process.argv.slice(2)) {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  const texts = lines.map((line): { text: string; label?: number } => JSON.parse(line));
  const innocent = texts.filter(({ label }) => label !== 1).map(({ text }) => text);
  ordinary(
    basename(file),
    innocent,
    texts.every(({ label }) => label === undefined),
  );
  const offensive = texts.filter(({ label }) => label === 1).map(({ text }) => text);
  if (offensive.length > 0) ordinary(`${basename(file)}, offensive`, offensive, false);
}
await report('moderation-words', 'Words: what is found, what is left alone', rows, details);
