import { decode } from './decode.ts';
import { normalise, type NormalText, symbolAt } from './normalise.ts';
import { NUMERALS } from './patterns.ts';

/** What hints at a way to reach somebody. */
export type ContactKind = 'phone' | 'number' | 'account' | 'messenger' | 'disguise' | 'call' | 'odd-letters';

export interface ContactSign {
  kind: ContactKind;
  /** UTF-16 offsets into the text. */
  start: number;
  end: number;
}
export interface Contacts {
  /** 0 to 1. */
  score: number;
  signs: ContactSign[];
}

/** What each kind of sign adds, once. */
const WEIGHT: Readonly<Record<ContactKind, number>> = {
  phone: 0.3,
  number: 0.15,
  account: 0.15,
  messenger: 0.15,
  disguise: 0.35,
  call: 0.25,
  'odd-letters': 0.2,
};
/** A number or an account name right after a messenger's name is what the text was written for. */
const TOGETHER = 0.5;
const NEAR = 12;

/** Between two digits or letters of a contact so much may be skipped. */
const MOST_BETWEEN = 2;
const MOST_SIGNS = 50;

/** Messengers by their names. */
const MESSENGER = /微信|威信|企鹅号|电报群|telegram|whatsapp|wechat|weixin|qq|lineid|加赖/g;
/** The same in disguise: nobody else writes like this. */
const DISGUISE =
  /[薇葳巍徽溦崴维危卫][信芯辛欣新星](?=号|同号|加|[a-z0-9]|$)|微[芯辛]|vx|wx|weix|wei信|v信|w信|加(?:v|薇|葳|徽|溦|q|扣)|扣扣(?:号|群)?(?=[a-z0-9])|球球号|企鹅群|飞机号|蝙蝠号|纸飞机/g;
/** The same with signs that are skipped otherwise. */
const SIGNED = /[+＋➕✚]\s?(?:v[x信]?|wx?|qq?|[微薇葳徽溦扣])|[微薇]\s?[❤♥💗💓💕💖💌]/giu;
/** What those write who want to be called. */
const CALL =
  /加我(?:好友|微信|qq|v|薇|扣)|私聊我|私信我领|看我(?:头像|主页|名片|简介|资料)|点我(?:头像|主页)|[进加]群(?:领|聊|号|学|免|送|一起|有|\d)|拉你进群|(?:咨询|联系|详询|详情|有意)(?:请)?(?:加|拨打|致电|电话|微信|qq|v)|扫码(?:领|加|进)|滴滴我|代开(?:各类|发)|长期(?:招|收)|兼职日结|有意者/g;

/** After a number: what is counted, or how dear it is. */
const COUNTED =
  /^(?:多|余|来)?(?:元|块|万|亿|人|次|年|个|米|公里|千克|公斤|斤|吨|度|分|秒|天|岁|名|票|字|页|步|平|套|辆|台|件|条|部|集|mah|kb|mb|gb|px|kg|km|rmb|k|w)/;
/** Numbers that everybody calls. */
const HOTLINE = /^(?:1[012]\d{3}|9[56]\d{3}|400\d{7}|800\d{7})$/;
const DATE = /^(?:19|20)\d{2}(?:(?:0?[1-9]|1[0-2])(?:[0-2]?\d|3[01])?)?$/;
const MOBILE = /^(?:86)?1[3-9]\d{9}$/;
/** A day or a time as it is written. */
const WRITTEN_DATE = /^\D*(?:\d{4}|\d{2})[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[:：]\d{2}|^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+\.\d+$/;

/**
 * Looks for ways to reach somebody, after folding numerals, widths and look-alikes. A score to add to
 * others, not a verdict: readers write numbers and names of messengers for many reasons. Full-width
 * letters and digits are normal in Chinese and count for nothing. Linear.
 */
export function findContacts(source: string): Contacts {
  const decoded = decode(source);
  const typed = decoded?.text ?? source;
  const text = normalise(typed, NUMERALS);
  const folded = foldedOf(text);
  const found = [...numbers(text, folded, typed), ...accounts(text, folded)];
  for (const [kind, pattern] of [
    ['disguise', DISGUISE],
    ['messenger', MESSENGER],
    ['call', CALL],
  ] as const) {
    for (const { index, 0: match } of folded.matchAll(pattern)) {
      const to = index + match.length;
      if (isClose(text, index, to) && !isTouched(text, folded, index, to)) found.push({ kind, from: index, to });
    }
  }
  for (const { index, 0: match } of typed.matchAll(SIGNED)) {
    const from = symbolAt(text, index);
    const to = symbolAt(text, index + match.length);
    if (to > from && !isTouched(text, folded, from, to)) found.push({ kind: 'disguise', from, to });
  }
  const odd = oddLetters(typed);
  if (found.length === 0 && odd === null) return { score: 0, signs: [] };
  const kinds = new Set<ContactKind>(found.map(({ kind }) => kind));
  if (odd !== null) kinds.add('odd-letters');
  let clean = 1;
  for (const kind of kinds) clean *= 1 - WEIGHT[kind];
  if (isTogether(found)) clean *= 1 - TOGETHER;
  const signs = found
    .slice(0, MOST_SIGNS)
    .map(({ kind, from, to }) => ({ kind, start: text.starts[from] ?? 0, end: text.ends[to - 1] ?? 0 }));
  if (odd !== null) signs.push({ kind: 'odd-letters', ...odd });
  return { score: 1 - clean, signs: decoded === null ? signs : signs.map((sign) => placed(sign, decoded)) };
}

interface Place {
  kind: ContactKind;
  /** Numbers of symbols. */
  from: number;
  to: number;
}

function placed(sign: ContactSign, { starts, ends }: { starts: Uint32Array; ends: Uint32Array }): ContactSign {
  return { ...sign, start: starts[sign.start] ?? 0, end: ends[sign.end - 1] ?? 0 };
}

/** The symbols as a text in which each is one unit. */
function foldedOf({ symbols, length }: NormalText): string {
  const units: string[] = [];
  for (let i = 0; i < length; i++) units.push(String.fromCharCode(Math.min(symbols[i] ?? 0, 0xffff)));
  return units.join('');
}

function isClose({ gaps }: NormalText, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if ((gaps[i] ?? 0) > MOST_BETWEEN) return false;
  return true;
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[a-z]/.test(sign);

/** A Latin letter at the border that goes on beyond it belongs to another word. */
function isTouched({ gaps }: NormalText, folded: string, from: number, to: number): boolean {
  if (isLetter(folded[from]) && isLetter(folded[from - 1]) && gaps[from] === 0) return true;
  return isLetter(folded[to - 1]) && isLetter(folded[to]) && gaps[to] === 0;
}

/** Five digits and more with little between them that are neither date nor price nor a number that all know. */
function numbers(text: NormalText, folded: string, source: string): Place[] {
  const found: Place[] = [];
  for (const { index, 0: match } of folded.matchAll(/\d{5,}/g)) {
    for (let from = index; from < index + match.length; ) {
      let to = from + 1;
      while (to < index + match.length && (text.gaps[to] ?? 0) <= MOST_BETWEEN && !isEnumerated(text, source, to)) to++;
      const digits = folded.slice(from, to);
      const typed = source.slice(text.starts[from], text.ends[to - 1]);
      const before = source.slice(Math.max(0, (text.starts[from] ?? 0) - 1), text.starts[from]);
      // Digits with letters beside them are an account's name.
      const isPart = /[a-z]/.test(folded[from - 1] ?? '') && text.gaps[from] === 0;
      if (digits.length >= 5 && !isPart && isReachable(digits, typed, before, folded.slice(to, to + 4))) {
        found.push({ kind: MOBILE.test(digits) ? 'phone' : 'number', from, to });
      }
      from = to;
    }
  }
  return found;
}

/** A comma of Chinese before a symbol: the next number, not the next digits. */
function isEnumerated({ starts, ends }: NormalText, source: string, at: number): boolean {
  return /[，、；]/.test(source.slice(ends[at - 1], starts[at]));
}

function isReachable(digits: string, typed: string, before: string, after: string): boolean {
  if (DATE.test(digits) || HOTLINE.test(digits) || COUNTED.test(after) || /[¥￥$€£#＃.]/.test(before)) return false;
  if (WRITTEN_DATE.test(typed.normalize('NFKC'))) return false;
  // 66666, 23333, 10000, 12345: written as words, not dialled.
  return !/^(?:(\d)\1+|\d(\d)\2{3,}|[1-9]0{4,}|0*123456?7?8?9?0?|54321|\d{20,})$/.test(digits);
}

/** Letters and digits mixed to a name of six signs and more. */
function accounts({ gaps }: NormalText, folded: string): Place[] {
  const found: Place[] = [];
  for (const { index, 0: match } of folded.matchAll(/[a-z\d]{6,}/g)) {
    for (let from = index; from < index + match.length; ) {
      let to = from + 1;
      while (to < index + match.length && (gaps[to] ?? 0) === 0) to++;
      const name = folded.slice(from, to);
      const isName = to - from >= 6 && to - from <= 20 && /[a-z]/.test(name) && (name.match(/\d/g) ?? []).length >= 3;
      // Models and versions: rtx4090, i7-12700k, 1080p60.
      if (isName && !/^(?=.{6,8}$)[a-z]+\d{1,4}$|^\d+[a-z]{1,3}$|^https?|^www/.test(name)) found.push({ kind: 'account', from, to });
      from = to;
    }
  }
  return found;
}

/** A messenger or a call, and then soon a number or a name. */
function isTogether(found: readonly Place[]): boolean {
  const ways = found.filter(({ kind }) => kind === 'messenger' || kind === 'disguise' || kind === 'call').sort((a, b) => a.from - b.from);
  const targets = found.filter(({ kind }) => kind === 'phone' || kind === 'number' || kind === 'account').sort((a, b) => a.from - b.from);
  let next = 0;
  for (const way of ways) {
    while ((targets[next]?.to ?? Number.POSITIVE_INFINITY) <= way.from) next++;
    const target = targets[next];
    if (target !== undefined && target.from - way.to <= NEAR) return true;
  }
  return false;
}

/** Two and more letters of alphabets that nobody writes in, other than emoji: 𝓥𝓧, ⓥⓧ, ᚰᛐ. */
function oddLetters(text: string): { start: number; end: number } | null {
  const found = [...text.matchAll(/[\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f189}Ⓐ-ⓩ⒜-⒵❶-➓\p{Script=Runic}\p{Script=Cherokee}\p{Script=Lisu}]/gu)];
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || found.length < 2) return null;
  return { start: first.index, end: last.index + last[0].length };
}
