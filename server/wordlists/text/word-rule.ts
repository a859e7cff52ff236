import type { Ms } from '../../domain/types.ts';
import type { WordEntry } from '../../domain/words.ts';

/** What an entry of a word list asks for. */
export interface WordRule {
  /** The word; several where they only count together (加+微信). */
  parts: string[];
  /** Near one of these the word does not count (发票 !-购物|增值税). */
  unless: string[];
  exact: boolean;
  substring: boolean;
  boundary: boolean;
  pinyin: boolean;
  leet: boolean;
  num: boolean;
  split: boolean;
  /** Most that may be skipped inside the word; null for the usual. */
  gap: number | null;
  from: Ms | null;
  until: Ms | null;
}

const SWITCHES = ['exact', 'substring', 'boundary', 'pinyin', 'leet', 'num', 'split'] as const;
type Switch = (typeof SWITCHES)[number];

const DAY = 86_400_000;
const MOST_PARTS = 4;
const MOST_UNLESS = 20;

/** Why an entry cannot be used, as a stable word. */
export type RuleFault = 'unknown-option' | 'bad-gap' | 'bad-date' | 'too-many-parts' | 'empty-part' | 'contrary-options';

function isSwitch(option: string): option is Switch {
  return SWITCHES.some((name) => name === option);
}

/** `2026-01-31` or a full ISO time; a day given as an end lasts until it is over (UTC). */
function timeOf(value: string, isEnd: boolean): Ms | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(value)) return null;
  const time = Date.parse(value);
  if (Number.isNaN(time)) return null;
  return isEnd && value.length === 10 ? time + DAY : time;
}

/** Reads what an entry asks for, or says why it cannot be used. */
export function readRule({ word, options }: Pick<WordEntry, 'word' | 'options'>): WordRule | RuleFault {
  const rule: WordRule = {
    ...wordParts(word),
    exact: false,
    substring: false,
    boundary: false,
    pinyin: false,
    leet: false,
    num: false,
    split: false,
    gap: null,
    from: null,
    until: null,
  };
  for (const option of options) {
    const [name = '', value] = option.includes('=')
      ? [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]
      : [option];
    if (value === undefined) {
      if (!isSwitch(name)) return 'unknown-option';
      rule[name] = true;
    } else if (name === 'gap') {
      if (!/^\d{1,2}$/.test(value)) return 'bad-gap';
      rule.gap = Number(value);
    } else if (name === 'from' || name === 'until') {
      const time = timeOf(value, name === 'until');
      if (time === null) return 'bad-date';
      rule[name] = time;
    } else if (name !== 'note') {
      return 'unknown-option';
    }
  }
  if (rule.substring && rule.boundary) return 'contrary-options';
  if (rule.parts.length > MOST_PARTS || rule.unless.length > MOST_UNLESS) return 'too-many-parts';
  return [...rule.parts, ...rule.unless].some((part) => part === '') ? 'empty-part' : rule;
}

/** A word as people see it, without what keeps it from counting. */
export function nameOf(word: string): string {
  return word.replace(/\s!-.*$/s, '');
}

function wordParts(word: string): Pick<WordRule, 'parts' | 'unless'> {
  if (!word.includes('+') && !word.includes('!-')) return { parts: [word], unless: [] };
  const at = /\s!-/.exec(word)?.index ?? word.length;
  const main = word.slice(0, at).trim();
  const unless = at === word.length ? [] : word.slice(at).trim().slice(2).split('|');
  // A plus sign that joins nothing is a sign of the word: c++, A+.
  const joins = /^[^+]+(?:\+[^+]+)+$/.test(main);
  return { parts: (joins ? main.split('+') : [main]).map((part) => part.trim()), unless: unless.map((part) => part.trim()) };
}
