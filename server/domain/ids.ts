import { createHash } from 'node:crypto';
import type { Id, Ms } from './types.ts';

/** Crockford's base 32: sorts as text in the order of the numbers, has no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;

function encodeTime(at: Ms): string {
  let rest = Math.floor(at);
  let text = '';
  for (let i = 0; i < TIME_CHARS; i++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < RANDOM_CHARS; i++) text += ALPHABET.charAt((bytes[i] ?? 0) % 32);
  return text;
}

/** The next text of the same length in the alphabet's order; wraps to all zeros after the last. */
function increment(text: string): string {
  const chars = [...text];
  for (let i = chars.length - 1; i >= 0; i--) {
    const value = ALPHABET.indexOf(chars[i] ?? '0');
    if (value < 31) {
      chars[i] = ALPHABET.charAt(value + 1);
      return chars.join('');
    }
    chars[i] = '0';
  }
  return chars.join('');
}

/**
 * Makes a source of ids: 26 characters, sortable by time (the layout of ULID: 48 bits of ms, 80 random
 * bits). Ids of one source grow strictly, also within a millisecond and when the clock steps back.
 * @param now gives the time in ms.
 * @param random gives that many random bytes.
 */
export function createIds(now: () => Ms, random: (bytes: number) => Uint8Array): () => Id {
  let lastTime = 0;
  let lastTail = '';
  return function newId(): Id {
    const at = now();
    if (at > lastTime) {
      lastTime = at;
      lastTail = encodeBytes(random(RANDOM_CHARS));
    } else {
      lastTail = increment(lastTail);
    }
    return encodeTime(lastTime) + lastTail;
  };
}

/**
 * The id of an imported thing: the same source and source id give the same id in every run, so that an
 * import that runs twice adds nothing twice; sorts by when the thing was made.
 */
export function importId(siteId: string, source: string, sourceId: string, createdAt: Ms): Id {
  const digest = createHash('sha256')
    .update(JSON.stringify([siteId, source, sourceId]))
    .digest();
  return encodeTime(createdAt) + encodeBytes(digest);
}

/** When the thing that has this id was made, in ms. */
export function timeOfId(id: Id): Ms {
  let at = 0;
  for (const char of id.slice(0, TIME_CHARS)) at = at * 32 + Math.max(0, ALPHABET.indexOf(char));
  return at;
}
