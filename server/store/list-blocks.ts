/** Word lists in blocks (domain/words.ts) as one JSON array, and cut into blocks again: neither is parsed. */

/** About so many bytes are one block. */
const BLOCK_BYTES = 128 * 1024;

const [OPEN = 0, COMMA = 0, CLOSE = 0] = Buffer.from('[,]');

/** One JSON array of what stands in all blocks. */
export function joined(blocks: readonly Uint8Array[]): Uint8Array {
  // Each block has two brackets; between two stands a comma.
  const size = blocks.reduce((sum, block) => sum + block.length - 1, 1);
  const all = new Uint8Array(Math.max(2, size));
  let at = 0;
  for (const block of blocks) {
    all[at++] = COMMA;
    all.set(block.subarray(1, -1), at);
    at += block.length - 2;
  }
  all[0] = OPEN;
  all[all.length - 1] = CLOSE;
  return all;
}

/**
 * A JSON array cut into blocks. A quote inside of a string is written with a backslash: what stands between two
 * items stands nowhere else.
 * @param between the end of an item and the beginning of the next.
 */
function cut(json: Uint8Array, between: string): Uint8Array[] {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const comma = between.indexOf('},{') + 1;
  const blocks: Uint8Array[] = [];
  let from = 1;
  while (from < bytes.length - 1) {
    const end = bytes.indexOf(between, from + BLOCK_BYTES);
    const to = end < 0 ? bytes.length - 1 : end + comma;
    const block = new Uint8Array(to - from + 2);
    block.set(bytes.subarray(from, to), 1);
    block[0] = OPEN;
    block[block.length - 1] = CLOSE;
    blocks.push(block);
    from = to + 1;
  }
  return blocks;
}

/** The blocks of entries that the store keeps as one array. */
export const cutEntries = (json: Uint8Array): Uint8Array[] => cut(json, ']},{"word":"');
/** The blocks of comments that the store keeps as one array. */
export const cutComments = (json: Uint8Array): Uint8Array[] => cut(json, '"},{"after":');
