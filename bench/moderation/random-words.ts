import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { seeded } from './disguises.ts';

/** Common characters put together anyhow, two to eight, and some pieces of the texts that are looked through. */
export function randomWords(count: number): string[] {
  const random = seeded(5);
  const decoder = new TextDecoder('gb18030');
  const row = (): number => 0xb0 + Math.floor(random() * 39);
  const sign = (): string => decoder.decode(Uint8Array.of(row(), 0xa1 + Math.floor(random() * 94)));
  const text = INNOCENT_SAMPLE.join('').replace(/[^\p{Script=Han}]/gu, '');
  const words = new Set<string>();
  while (words.size < count) {
    const length = 2 + Math.floor(random() * 7);
    if (random() < 0.002) {
      const at = Math.floor(random() * (text.length - 8));
      words.add(text.slice(at, at + 2 + Math.floor(random() * 3)));
    } else words.add(Array.from({ length }, sign).join(''));
  }
  return [...words];
}
