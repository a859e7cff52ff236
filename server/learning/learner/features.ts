import { type HashKey, mix } from './hash-key.ts';
import { KIND, type ReadText } from './read-text.ts';
import { shapesOf } from './shapes.ts';

/** Slots of a model: every feature of a text lies in one of them. */
export const SLOTS = 147_456;

/** Longest piece by what it is made of: two Han characters are a word, two Latin letters are none. */
const LONGEST = 4;
const LONGEST_WITH_HAN = 2;
/** So many signs may stand between two letters that belong together. */
const WIDEST_GAP = 6;
/** Longer numbers are somebody's telephone: only that there is one says something. */
const LONGEST_NUMBER = 6;
const ZERO = 0x30;
const TEXT_START = 2;
const TEXT_END = 3;

/** The features of a text: their slots, each once, and every place where one occurs. */
export interface Features {
  slots: Int32Array;
  /** Index in `slots` of each occurrence, and the symbols it covers, from and to. */
  occurrences: { which: Int32Array; from: Int32Array; to: Int32Array; count: number };
}

/** A text's features while they are gathered. */
interface Gathering {
  slots: Int32Array;
  slotCount: number;
  occurrences: Features['occurrences'];
}

/** Scratch that all texts share, made larger when it has to be: gathering is never interrupted. */
let buffer = bufferFor(4_096);

function bufferFor(size: number): { slots: Int32Array; which: Int32Array; from: Int32Array; to: Int32Array } {
  return { slots: new Int32Array(size), which: new Int32Array(size), from: new Int32Array(size), to: new Int32Array(size) };
}

/** When a slot was last seen, and which it was then: stamped for each text, so that nothing has to be cleared. */
const seen = new Uint32Array(SLOTS);
const whichWas = new Int32Array(SLOTS);
let stamp = 0;

/**
 * Finds a text's features: pieces of 1–4 symbols (digits are all one; with Han at most 2, and over the signs
 * between two letters), short numbers as they are, and, if it is asked for, the text's shape.
 */
export function featuresOf(text: ReadText, key: HashKey, withShape: boolean): Features {
  if (stamp === 0xffff_ffff) {
    seen.fill(0);
    stamp = 0;
  }
  stamp++;
  const shapes = withShape ? shapesOf(text) : [];
  // Pieces start at each symbol and before the first; bridges and numbers end at different ones.
  const needed = (text.length + 2) * (LONGEST + 2) + shapes.length;
  if (buffer.slots.length < needed) buffer = bufferFor(needed);
  const { slots, which, from, to } = buffer;
  const gathering: Gathering = { slots, slotCount: 0, occurrences: { which, from, to, count: 0 } };
  const signs = stirred(text, key);
  gatherPieces(gathering, text, signs, key);
  gatherBridges(gathering, text, signs, key);
  gatherNumbers(gathering, text, key);
  for (const shape of shapes) gather(gathering, mix(Math.imul(key.base, shape) ^ mix(shape ^ key.text)), 0, 0);
  const { count } = gathering.occurrences;
  return {
    slots: slots.slice(0, gathering.slotCount),
    occurrences: { which: which.slice(0, count), from: from.slice(0, count), to: to.slice(0, count), count },
  };
}

function gather(gathering: Gathering, hash: number, from: number, to: number): void {
  const slot = Math.floor(((hash >>> 0) * SLOTS) / 0x1_0000_0000);
  if (seen[slot] !== stamp) {
    seen[slot] = stamp;
    whichWas[slot] = gathering.slotCount;
    gathering.slots[gathering.slotCount++] = slot;
  }
  const { occurrences } = gathering;
  const at = occurrences.count++;
  occurrences.which[at] = whichWas[slot] ?? 0;
  occurrences.from[at] = from;
  occurrences.to[at] = to;
}

/** Each symbol as it goes into hashes, with the text's two ends. */
function stirred({ symbols, kinds, length }: ReadText, key: HashKey): Int32Array {
  const signs = new Int32Array(length + 2);
  signs[0] = mix(TEXT_START ^ key.symbol);
  for (let i = 0; i < length; i++) signs[i + 1] = mix((kinds[i] === KIND.digit ? ZERO : (symbols[i] ?? 0)) ^ key.symbol);
  signs[length + 1] = mix(TEXT_END ^ key.symbol);
  return signs;
}

function isHan(kind: number | undefined): boolean {
  return kind === KIND.han || kind === KIND.other || kind === KIND.odd;
}

function gatherPieces(gathering: Gathering, { kinds, length }: ReadText, signs: Int32Array, key: HashKey): void {
  for (let from = -1; from <= length; from++) {
    let hash = key.text;
    let longest = LONGEST;
    const last = Math.min(LONGEST, length - from + 1);
    for (let order = 1; order <= last; order++) {
      const at = from + order - 1;
      if (isHan(kinds[at])) longest = LONGEST_WITH_HAN;
      if (order > longest) break;
      hash = (Math.imul(hash, key.base) + (signs[at + 1] ?? 0)) | 0;
      gather(gathering, mix(hash ^ Math.imul(order, key.order)), Math.max(from, 0), Math.min(at + 1, length));
    }
  }
}

/** 加。微。信 reads as 加微信: the pair over the signs between lies in the slot of the plain pair. */
function gatherBridges(gathering: Gathering, { kinds, length }: ReadText, signs: Int32Array, key: HashKey): void {
  let last = -1;
  for (let at = 0; at < length; at++) {
    const kind = kinds[at];
    if (kind === KIND.space || kind === KIND.mark || kind === KIND.emoji) continue;
    if (last >= 0 && at - last > 1 && at - last <= WIDEST_GAP + 1 && (isHan(kinds[last]) || isHan(kind))) {
      const first = (Math.imul(key.text, key.base) + (signs[last + 1] ?? 0)) | 0;
      const hash = (Math.imul(first, key.base) + (signs[at + 1] ?? 0)) | 0;
      gather(gathering, mix(hash ^ Math.imul(2, key.order)), last, at + 1);
    }
    last = at;
  }
}

function gatherNumbers(gathering: Gathering, { symbols, kinds, length }: ReadText, key: HashKey): void {
  let from = 0;
  for (let at = 0; at <= length; at++) {
    if (at < length && kinds[at] === KIND.digit) continue;
    if (at > from && at - from <= LONGEST_NUMBER) {
      let hash = ~key.text;
      for (let i = from; i < at; i++) hash = (Math.imul(hash, key.base) + mix((symbols[i] ?? 0) ^ key.symbol)) | 0;
      gather(gathering, mix(hash), from, at);
    }
    from = at + 1;
  }
}
