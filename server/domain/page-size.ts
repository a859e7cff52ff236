/**
 * Most bytes of any answer that everybody may ask for, and of what a reader is sent at once, unpacked: whoever asks for
 * a hundred long comments gets fewer of them and a cursor.
 */
export const MOST_BYTES = 1_000_000;

/** How many bytes a value has as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
