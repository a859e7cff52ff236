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

/** One emoji: a flag of two letters, or a picture with its form or its tone of skin. */
const EMOJI = String.raw`(?:\p{RI}\p{RI}|\p{ExtPict}(?:\ufe0f|\p{EMod})?)`;
/** Scripts whose letters change their form by a joiner or non-joiner between them (RFC 5892, appendix A). */
const JOINED = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]`;
/** Where signs without a width of their own belong to what is seen. */
const BELONGS = [
  String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}`,
  String.raw`${EMOJI}(?:\u200d${EMOJI})*`,
  String.raw`[0-9#*]\ufe0f?\u20e3`,
  String.raw`\p{Script=Han}[\u{e0100}-\u{e01ef}]`,
  String.raw`\p{Script=Mongolian}[\u180b-\u180d\u180f]`,
  String.raw`(?<=(?=\p{L})${JOINED}\p{M}{0,4})[\u200c\u200d](?=(?=\p{L})${JOINED})`,
];
/** Signs that show nothing, or nothing of their own: by their properties, and the blank ones among the symbols. */
const UNSEEN = String.raw`\p{DI}\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2800\ufffc\ufffd\u{1d159}`;
const SIGNS = new RegExp(`(${BELONGS.join('|')})|[${UNSEEN}]`, 'gu');
const SEEN = new RegExp(String.raw`[^\s\p{M}${UNSEEN}]`, 'u');

/** Is there anything to see in the text? Not in one of blanks, control and format signs and marks that stand on nothing. */
export function isVisible(text: string): boolean {
  return SEEN.test(text);
}

/**
 * A name with only what can be seen of it: NFC, without control, format and blank signs but where they shape what is
 * seen (families of emoji, flags, letters that join), without marks that stand on nothing and at most four on a letter,
 * white space folded. Empty where nothing is left.
 */
export function visibleName(name: string): string {
  let before = name;
  let after = cleaned(name.replace(/\s+/gu, ' '));
  // What was taken away may have stood between two signs that are one now, such as the halves of a flag.
  while (after !== before) [before, after] = [after, cleaned(after)];
  return after;
}

/** One look over a name: nothing is added but by composing it, so that looking again comes to an end. */
function cleaned(name: string): string {
  return name
    .normalize('NFC')
    .replace(SIGNS, (_, kept: string | undefined) => kept ?? '')
    .replace(/(^| )\p{M}+/gu, '$1')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
}
