/** As much as the service takes, bytes. */
export const LARGEST_FILE = 16 * 1024 * 1024;

export interface ReadFile {
  text: string;
  /** The encoding where it is not the usual one. */
  encoding: string | null;
}

/** What a file begins with when it is in UTF-16. */
const MARKS: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/**
 * Reads the text of a file: UTF-8, else by its mark UTF-16, else GB18030, in which many Chinese lists are kept.
 * Null when it is no text in any of these.
 */
export async function readTextFile(file: Blob): Promise<ReadFile | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const marked = MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
  for (const encoding of marked === undefined ? ['utf-8', 'gb18030'] : [marked]) {
    const text = decoded(bytes, encoding);
    if (text !== null) return { text, encoding: encoding === 'utf-8' ? null : encoding.toUpperCase() };
  }
  return null;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // No list has it, every program file does.
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
