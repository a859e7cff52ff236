/** A text as it reads once it is shown, and where each of its UTF-16 units came from. */
export interface Decoded {
  text: string;
  /** Offset in the source of each unit. */
  starts: Uint32Array;
  /** Offset after it. */
  ends: Uint32Array;
}

/** Names that stand for a letter: &aacute; &Uuml; … */
const LETTER = /^([a-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash)$/i;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['commat', '@'],
  ['dollar', '$'],
  ['excl', '!'],
  ['plus', '+'],
  ['percnt', '%'],
]);
/** Of these a reader sees nothing. */
const NOTHING = /^(?:zwj|zwnj|shy|lrm|rlm|NoBreak|InvisibleTimes|InvisibleComma|ApplyFunction|ZeroWidthSpace)$/;

/** For all that separates: no blank, as nobody writes one in this way who has nothing to hide. */
const SEPARATOR = '·';

/** What an HTML reader takes for markup; everything else between angle brackets is text. */
const TAG =
  '</?(?:a|abbr|b|bdi|bdo|big|blockquote|br|center|cite|code|dd|del|dfn|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|table|td|th|tr|tt|u|ul|var|wbr)(?=[\\s/>])[^<>]{0,500}>|<!--|-->';
const TOKENS = new RegExp(
  [
    '&(?<entity>#x[0-9a-f]{1,8}|#\\d{1,8}|[a-z][a-z0-9]{1,31});?',
    `(?<tag>${TAG})`,
    '\\\\(?<escaped>[!-/:-@[-`{-~])',
    '\\](?<target>\\([^()\\s]{0,2000}(?:\\s{1,5}"[^"\\n]{0,200}")?\\))',
    '(?<percent>(?:%[0-9a-f]{2})+)',
    '(?<=[a-z0-9])(?<mark>[*_`]{1,3})(?=[a-z0-9])',
  ].join('|'),
  'gi',
);
/** Texts without any of these are as they read. */
const ANY = /&[#a-z]|<[a-z/!]|\\[!-~]|\]\(|%[0-9a-f]{2}|[a-z0-9][*_`]+[a-z0-9]/i;

/**
 * Resolves what is read otherwise than it is typed: HTML entities, tags, backslash escapes, targets of
 * links, percent-encoding, marks of emphasis between Latin letters. Linear in the length.
 * @returns null when the text is read as it is typed.
 */
export function decode(text: string): Decoded | null {
  if (!ANY.test(text)) return null;
  const out = { text: '', starts: new Uint32Array(text.length), ends: new Uint32Array(text.length) };
  const parts: string[] = [];
  let length = 0;
  let copied = 0;
  const put = (units: string, start: number, end: number): void => {
    for (let i = 0; i < units.length; i++, length++) {
      out.starts[length] = start;
      out.ends[length] = end;
    }
    parts.push(units);
  };
  const copyTo = (end: number): void => {
    for (let i = copied; i < end; i++, length++) {
      out.starts[length] = i;
      out.ends[length] = i + 1;
    }
    parts.push(text.slice(copied, end));
  };
  for (const found of text.matchAll(TOKENS)) {
    const { index, groups = {}, 0: token } = found;
    const end = index + token.length;
    copyTo(index);
    copied = end;
    if (groups.entity !== undefined) put(entity(groups.entity), index, end);
    else if (groups.escaped !== undefined) put(groups.escaped, index, end);
    else if (groups.target !== undefined) put(']', index, end);
    else if (groups.percent !== undefined) percent(groups.percent, index, put);
  }
  copyTo(text.length);
  out.text = parts.join('');
  return out;
}

/** What an entity stands for: never longer than it is itself; names that are not known separate. */
function entity(name: string): string {
  if (!name.startsWith('#')) {
    if (NOTHING.test(name)) return '';
    return NAMED.get(name.toLowerCase()) ?? LETTER.exec(name)?.[1] ?? SEPARATOR;
  }
  const codePoint = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : SEPARATOR;
}

/** Bytes of UTF-8 to characters, each with its own place; what is no UTF-8 stays as it is. */
function percent(run: string, at: number, put: (units: string, start: number, end: number) => void): void {
  const bytes = Array.from({ length: run.length / 3 }, (_, i) => Number.parseInt(run.slice(i * 3 + 1, i * 3 + 3), 16));
  for (let i = 0; i < bytes.length; ) {
    const [sign, count] = utf8(bytes, i);
    put(sign ?? run.slice(i * 3, (i + count) * 3), at + i * 3, at + (i + count) * 3);
    i += count;
  }
}

/** The character at a byte and how many bytes it takes; null where there is none. */
function utf8(bytes: readonly number[], at: number): [sign: string | null, bytes: number] {
  const lead = bytes[at] ?? 0;
  const count = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (count === 0) return [null, 1];
  let codePoint = count === 1 ? lead : lead & (0x7f >> count);
  for (let i = 1; i < count; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return [null, 1];
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint > 0x10ffff ? [null, 1] : [String.fromCodePoint(codePoint), count];
}
