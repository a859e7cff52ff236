import type MarkdownIt from 'markdown-it';

const BAR = 0x7c;

/** What may begin something else than plain text: markdown-it's own list, and the bar. */
const SPECIAL = /[\n!#$%&*+\-:<=>@[\\\]^_`{}~|]/g;

/** `||` that closes: a blank before it would be its text's. */
const CLOSES = /(?<=\S)\|\|/g;

/** Adds `||hidden until clicked||` to the Markdown, where both marks hug what they hide: a span of class `spoiler`. */
export function spoilers(markdown: InstanceType<typeof MarkdownIt>): void {
  /** Where it is known that no mark closes from here on: each text is looked through once. */
  const unclosed = new WeakMap<object, number>();
  markdown.inline.ruler.at('text', (state, silent) => {
    SPECIAL.lastIndex = state.pos;
    const end = Math.min(SPECIAL.exec(state.src)?.index ?? state.posMax, state.posMax);
    if (end === state.pos) return false;
    if (!silent) state.pending += state.src.slice(state.pos, end);
    state.pos = end;
    return true;
  });
  markdown.inline.ruler.before('emphasis', 'spoiler', (state, silent) => {
    const { src, pos, posMax } = state;
    if (src.charCodeAt(pos) !== BAR || src.charCodeAt(pos + 1) !== BAR) return false;
    if (pos >= (unclosed.get(state) ?? Infinity) || !/\S/.test(src.charAt(pos + 2))) return false;
    CLOSES.lastIndex = pos + 3;
    const end = CLOSES.exec(src.slice(0, posMax))?.index ?? -1;
    if (end < 0) {
      unclosed.set(state, pos);
      return false;
    }
    if (!silent) {
      const open = state.push('spoiler_open', 'span', 1);
      // Reached by key and tap: it is shown while it has the focus.
      open.attrs = [
        ['class', 'spoiler'],
        ['tabindex', '0'],
      ];
      const { pos: from, posMax: to } = state;
      state.pos = from + 2;
      state.posMax = end;
      state.md.inline.tokenize(state);
      state.posMax = to;
      state.push('spoiler_close', 'span', -1);
    }
    state.pos = end + 2;
    return true;
  });
}
