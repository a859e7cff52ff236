import type MarkdownIt from 'markdown-it';

/** What may end an address: blanks, what no address has in it (RFC 3986; `|` is a spoiler's), and whatever is no ASCII. */
const STOPS = /[^!-~]|[|<>"\\^`{}]/g;
/**
 * What beyond ASCII ends one: scripts that put no blanks between words, what stands for a covered word, punctuation and
 * symbols. Letters of other scripts may belong to it.
 */
const ENDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u3000-\u303f\uff00-\uffef\p{C}\p{Z}\p{P}\p{S}]/u;
/** Marks of emphasis and strikethrough that close behind an address. */
const MARKS = /(?:\*+|~{2,}|_{2,})+$/;
/** Longest address that becomes a link, in UTF-16 units. */
const LONGEST = 2_000;

/** The address that begins at `pos`, without its scheme; null when it is longer than one may be. */
function addressAt(text: string, pos: number): string | null {
  // No further than one may reach: addresses begun thousands of times in a row would be read to the end as often.
  const near = text.slice(pos, pos + LONGEST);
  for (STOPS.lastIndex = 0; ; ) {
    const at = STOPS.exec(near)?.index;
    if (at === undefined) return near.length < LONGEST ? near : null;
    const sign = String.fromCodePoint(near.codePointAt(at) ?? 0);
    if (sign <= '~' || ENDS.test(sign)) return near.slice(0, at);
    STOPS.lastIndex = at + sign.length;
  }
}

/** Whole addresses alone become links (a word with a dot in it is a word), each as far as it reaches. */
export function autolinks(markdown: InstanceType<typeof MarkdownIt>): void {
  const { linkify } = markdown;
  linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  for (const schema of ['ftp:', 'mailto:', '//']) linkify.add(schema, null);
  for (const schema of ['http:', 'https:']) {
    linkify.add(schema, {
      validate(text, pos, { re }) {
        const address = addressAt(text, pos)?.replace(MARKS, '') ?? '';
        const validator = re.get_http_validator();
        validator.lastIndex = 0;
        return validator.exec(address)?.[0].length ?? 0;
      },
    });
  }
}

/** A link without a text cannot be seen: `[](https://…)` stays as it was typed. */
export function linksAsTyped(markdown: InstanceType<typeof MarkdownIt>): void {
  const empty = /\[\s*\](?=\()/y;
  markdown.inline.ruler.before('link', 'empty_link', (state, silent) => {
    empty.lastIndex = state.pos;
    const [label] = empty.exec(state.src) ?? [];
    if (label === undefined) return false;
    if (!silent) state.pending += label;
    state.pos += label.length;
    return true;
  });
}
