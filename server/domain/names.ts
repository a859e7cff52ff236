import { Problem } from './problem.ts';
import { countGraphemes } from './text.ts';

/** Longest name in grapheme clusters. */
const LONGEST = 30;
/** Names that speak for the house. */
const RESERVED = ['官方', '小编', '管理员', '版主', '编辑部', '系统', '本站', 'admin', 'administrator', 'moderator', 'official', 'system'];

/** Latin letters that others are drawn like. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ԁ: 'd',
  α: 'a',
  ο: 'o',
  ν: 'v',
  ι: 'i',
  ρ: 'p',
  τ: 't',
  0: 'o',
  1: 'l',
};

/** What names are compared by: look-alikes drawn together, only letters and digits (after UTS #39). */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return [...plain]
    .map((char) => LOOKS_LIKE[char] ?? char)
    .join('')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const RESERVED_SKELETONS: ReadonlySet<string> = new Set(RESERVED.map(skeleton));

/**
 * A name as it may be shown: NFC, without control and format characters, at most four marks on a letter,
 * white space folded.
 * @throws Problem `name-not-allowed` when nothing is left, it is too long, or it speaks for the house.
 */
export function cleanName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]+/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  if (clean === '' || countGraphemes(clean) > LONGEST) throw new Problem('name-not-allowed');
  if (RESERVED_SKELETONS.has(skeleton(clean))) throw new Problem('name-not-allowed');
  return clean;
}
