import { readFile } from 'node:fs/promises';
import { SHORTEST_PASSPHRASE } from './passphrase.ts';

/** The file has no passphrase that is long enough. */
export class NoPassphrase extends Error {
  override readonly name = 'NoPassphrase';
}

/**
 * The passphrase in a file, without the line feed at its end.
 * @throws NoPassphrase when it is too short or has several lines; what reading the file throws.
 */
export async function readPassphrase(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  if ([...text].length < SHORTEST_PASSPHRASE || /[\r\n]/.test(text))
    throw new NoPassphrase(`${file} does not hold a passphrase of at least ${SHORTEST_PASSPHRASE} characters in one line`);
  return text;
}
