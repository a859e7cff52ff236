/**
 * Most bytes of any answer that everybody may ask for, and of what a reader is sent at once, unpacked: a request for
 * a hundred long comments gets fewer of them and a cursor.
 */
export const MOST_BYTES = 1_000_000;

/** How many bytes a value has as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Room for what else stands in an answer: the thread, the rules of the site. */
const KEPT_FREE = 50_000;
/** Most bytes of the comments of an answer. */
export const MOST_COMMENTS_BYTES = MOST_BYTES - KEPT_FREE;

/** So much room is left in an answer. */
export interface ByteBudget {
  /** Takes the room for so many bytes; false when there is not so much left: then nothing is taken. */
  take(bytes: number): boolean;
  remaining(): number;
}

/** @param bytes how much room there is. */
export function byteBudget(bytes: number): ByteBudget {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    remaining: () => left,
  };
}
