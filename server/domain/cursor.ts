import { Problem } from './problem.ts';

/** Opaque text that says where the next page of a list begins. */
export type Cursor = string;

/** What a cursor holds: the list it belongs to and the sort key of the last item given. */
export type CursorKey = readonly (string | number | boolean)[];

/**
 * Makes a cursor.
 * @param list names the list and its order (`comments:hot`, `queue:priority`): a cursor of another list is refused.
 */
export function encodeCursor(list: string, key: CursorKey): Cursor {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/**
 * Reads a cursor back.
 * @param shape the `typeof` of each part of the key, in order.
 * @throws Problem `invalid-cursor` when it is not one of this list.
 */
export function decodeCursor(list: string, cursor: Cursor, shape: readonly ('string' | 'number' | 'boolean')[]): CursorKey {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new Problem('invalid-cursor', { cause });
  }
  if (!Array.isArray(parts) || parts.length !== shape.length + 1 || parts[0] !== list) {
    throw new Problem('invalid-cursor');
  }
  const key: (string | number | boolean)[] = [];
  for (const [i, want] of shape.entries()) {
    const part: unknown = parts[i + 1];
    if (typeof part !== want) throw new Problem('invalid-cursor');
    if (typeof part === 'number' && !Number.isFinite(part)) throw new Problem('invalid-cursor');
    if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') key.push(part);
  }
  return key;
}
