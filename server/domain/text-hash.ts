import { hash } from 'node:crypto';
import { foldText } from './text.ts';

/**
 * The same for texts that say the same: only letters and digits count, folded; a text without any is
 * taken as it is. 32 hexadecimal digits.
 */
export function hashText(text: string): string {
  const folded = foldText(text);
  const bare = folded.replace(/[^\p{L}\p{N}]+/gu, '');
  return hash('sha256', bare === '' ? folded : bare).slice(0, 32);
}
