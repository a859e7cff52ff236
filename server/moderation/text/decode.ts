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
    return NAMED.get(name.toLowerCase()) ?? LETTER.exec(name)?.[1] ?? ' ';
  }
  const codePoint = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ';
}

/** Bytes of UTF-8 to characters, each with its own place; what is no UTF-8 stays as it is. */
function percent(run: string, at: number, put: (units: string, start: number, end: number) => void): void {
  for (let i = 0; i < run.length; ) {
    const byte = Number.parseInt(run.slice(i + 1, i + 3), 16);
    const bytes = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const encoded = run.slice(i, i + bytes * 3);
    const sign = decoded(encoded);
    const end = i + (sign === null ? 3 : encoded.length);
    put(sign ?? run.slice(i, end), at + i, at + end);
    i = end;
  }
}

function decoded(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
