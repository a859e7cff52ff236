/** Shortest and longest password of staff, in characters and in UTF-16 units. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1024;

/** Why a password cannot be used. */
export type PasswordFault = 'short' | 'long' | 'address' | 'product' | 'common';

/**
 * So many signs of a password must be left to guess, when each part that guessers try first counts for one. NIST SP
 * 800-63B, 3.1.1.2: passwords that are commonly used or expected are to be refused; beyond that no kinds of signs are
 * demanded.
 */
const LEAST_TO_GUESS = 6;

/** Parts that guessers try first, beside sequences, repeats and years: the ones that lists of leaked passwords have most of. */
const COMMON_PARTS = [
  'password passwort passwd pass letmein welcome iloveyou woaini woaini1314 aishiteru monkey dragon master football',
  'baseball superman batman shadow sunshine princess trustno1 hello freedom whatever starwars michael jordan ninja',
  'admin administrator root user guest test demo login secret changeme default system server manager moderator',
  'google facebook apple baidu qq weixin wechat taobao alibaba tencent huawei china beijing shanghai zhongguo mima mimashi',
  '5201314 520520 1314520 147258369 159357 123qwe qwe123 asd123 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5y6 zaq12wsx abc123 a1b2c3',
]
  .join(' ')
  .split(' ')
  .sort((one, other) => other.length - one.length);
const PRODUCT_NAMES = ['liangju', '两句', '兩句'];
/** Rows of keyboards, and columns as fingers walk them. */
const ROWS = [
  '1234567890',
  '一二三四五六七八九十',
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];
const COLUMNS = ['1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', '1q2w3e4r5t6y7u8i9o0p', 'q1w2e3r4t5y6u7i8o9p0', 'qazwsxedcrfvtgbyhnujmikolp'];
const RUNS = [...ROWS, ...COLUMNS].flatMap((row) => [row, [...row].reverse().join('')]);

/** Signs that stand for letters in what people take for a disguise. */
const DISGUISES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Lower case, in one form of its signs. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const undisguised = (text: string): string => [...text].map((sign) => DISGUISES[sign] ?? sign).join('');

/** How long a run of neighbouring signs on a keyboard, in the alphabet or among the digits begins here; 0 below three. */
function runAt(text: string, at: number): number {
  let longest = 0;
  for (const row of RUNS) {
    for (let from = row.indexOf(text[at] ?? ''); from !== -1; from = row.indexOf(text[at] ?? '', from + 1)) {
      let length = 0;
      while (at + length < text.length && row[from + length] === text[at + length]) length++;
      longest = Math.max(longest, length);
    }
  }
  return longest >= 3 ? longest : 0;
}

/** How far one sign, or a few signs that stood before, go on repeating themselves from here; 0 without a repeat. */
function repeatAt(text: string, at: number): number {
  for (let unit = 1; unit <= at; unit++) {
    let length = 0;
    while (at + length < text.length && text[at + length] === text[at + length - unit]) length++;
    if (length >= Math.max(unit, 2)) return length;
  }
  return 0;
}

/** The signs that are left to guess: each part that guessers try first counts for one, and so does a sign that is doubled. */
function leftToGuess(text: string, parts: readonly string[]): number {
  return Math.min(leftOf(text, parts), leftOf(text.replaceAll(/(.)\1+/gu, '$1'), parts));
}

function leftOf(text: string, parts: readonly string[]): number {
  let left = 0;
  for (let at = 0; at < text.length; left++) {
    const rest = text.slice(at);
    const part = parts.find((one) => rest.startsWith(one) || undisguised(rest).startsWith(one))?.length ?? 0;
    const year = /^(?:19|20)\d\d/.exec(rest)?.[0].length ?? 0;
    at += Math.max(1, part, year, runAt(text, at), repeatAt(text, at));
  }
  return left;
}

/**
 * Why somebody's password cannot be used, or null. This is the one rule, whatever way the password comes in.
 * @param email the address of the account: it, and what stands before its `@`, are what guessers know.
 */
export function passwordFault(password: string, email: string): PasswordFault | null {
  if ([...password].length < SHORTEST_PASSWORD) return 'short';
  if (password.length > LONGEST_PASSWORD) return 'long';
  const [typed, address] = [plain(password.trim()), plain(email.trim())];
  if (typed === address) return 'address';
  const known = [address, ...address.split(/[@.+_-]/)].filter((part) => part.length >= 3);
  // Of a long one the beginning says enough.
  const looked = typed.slice(0, 100);
  if (leftToGuess(looked, COMMON_PARTS) < LEAST_TO_GUESS) return 'common';
  if (leftToGuess(looked, [...known, ...COMMON_PARTS]) < LEAST_TO_GUESS) return 'address';
  return leftToGuess(looked, [...PRODUCT_NAMES, ...known, ...COMMON_PARTS]) < LEAST_TO_GUESS ? 'product' : null;
}
