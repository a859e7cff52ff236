import type MarkdownIt from 'markdown-it';

type Scan = ReturnType<InstanceType<InstanceType<typeof MarkdownIt>['inline']['State']>['scanDelims']>;

/** What stands beside a run of `*`, `_` or `~`, as far as the run's meaning depends on it. */
export type Kind = 'space' | 'letter' | 'punctuation' | 'unspaced';

const SPACE = /[\p{Zs}\t\n\v\f\r]/u;
/**
 * Signs of texts that put no blanks between words: their scripts, their punctuation (that which they share with others
 * too: “ ” ‘ ’ … — ·), forms of width, variation selectors after a character, and what stands for a covered word. And
 * symbols that are no ASCII, emoji among them.
 */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u3001-\u303f\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef\p{Variation_Selector}\p{Co}\u00b7\u2013-\u201f\u2025-\u2027\u2030-\u2033\u203b]|(?![\0-\x7f])\p{S}/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;

export function kindOf(char: string): Kind {
  if (char === '' || SPACE.test(char)) return 'space';
  if (UNSPACED.test(char)) return 'unspaced';
  return PUNCTUATION.test(char) ? 'punctuation' : 'letter';
}

/** Of single units, which nearly all are: each is looked at once. */
const known = new Map<string, Kind>();
function rememberedKindOf(char: string): Kind {
  const remembered = known.get(char);
  if (remembered !== undefined) return remembered;
  const kind = kindOf(char);
  if (char.length <= 1) known.set(char, kind);
  return kind;
}

/** The code point that ends before `at`; empty at the beginning. */
export function charBefore(text: string, at: number): string {
  const unit = text.charAt(at - 1);
  return /^[\udc00-\udfff]$/.test(unit) ? text.slice(Math.max(0, at - 2), at) : unit;
}

/**
 * Makes emphasis and strikethrough come out as meant where words have no blanks between them: `**注意：**请看`.
 *
 * In CommonMark the signs beside a run decide whether it may open or close ("left-flanking", "right-flanking",
 * section 6.2): punctuation inside of a run and a letter outside of it speak against it. In texts without blanks they
 * say nothing. So, after its amendment for such texts (markdown-cjk-friendly): their own punctuation never hinders, and
 * any sign of theirs outside allows whatever is inside. Between two letters of scripts with blanks all is as before.
 */
export function unspacedEmphasis(markdown: InstanceType<typeof MarkdownIt>): void {
  markdown.inline.State = class extends markdown.inline.State {
    override scanDelims(start: number, canSplitWord: boolean): Scan {
      const { src, posMax } = this;
      const marker = src.charCodeAt(start);
      let end = start;
      while (end < posMax && src.charCodeAt(end) === marker) end++;
      const charBeforeRun = charBefore(src, start);
      const charAfterRun = end < posMax ? String.fromCodePoint(src.codePointAt(end) ?? 0) : '';
      const before = rememberedKindOf(charBeforeRun);
      const after = rememberedKindOf(charAfterRun);
      const isLeft = after !== 'space' && (after !== 'punctuation' || before !== 'letter');
      const isRight = before !== 'space' && (before !== 'punctuation' || after !== 'letter');
      // `_` stays within a word: punctuation of whatever script ends one.
      const opens = isLeft && (canSplitWord || !isRight || PUNCTUATION.test(charBeforeRun));
      const closes = isRight && (canSplitWord || !isLeft || PUNCTUATION.test(charAfterRun));
      return { can_open: opens, can_close: closes, length: end - start };
    }
  };
}
