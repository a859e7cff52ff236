import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERASURE_CHOICES } from '../domain/enumerations.ts';
import type { Erasure } from '../domain/own-data.ts';
import { errorCode } from '../ops/error-code.ts';

/** Beside the store, so that it is there when the store is lost and an older backup is restored. */
export const erasedFile = (dataDir: string): string => join(dataDir, 'erased-readers.jsonl');

/** Adds an erasure to the file, on a line of its own even after one that was broken off. @throws what the file system throws. */
export async function noteInFile(dataDir: string, { mark, comments, at }: Erasure): Promise<void> {
  await appendFile(erasedFile(dataDir), `\n${JSON.stringify({ mark, comments, at })}\n`, { mode: 0o600, flush: true });
}

/** The erasures of a file by their marks; none where there is no file. Of two of one reader the later holds; a damaged line is left out. */
export async function erasuresIn(file: string): Promise<Map<string, Erasure>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const found = new Map<string, Erasure>();
  for (const line of text.split('\n')) {
    const erasure = erasureIn(line);
    if (erasure !== null) found.set(erasure.mark, erasure);
  }
  return found;
}

function erasureIn(line: string): Erasure | null {
  try {
    const { mark, comments, at }: { mark?: unknown; comments?: unknown; at?: unknown } = JSON.parse(line);
    const choice = ERASURE_CHOICES.find((one) => one === comments);
    return typeof mark === 'string' && choice !== undefined && typeof at === 'number' ? { mark, comments: choice, at } : null;
  } catch {
    return null;
  }
}
