import type MarkdownIt from 'markdown-it';

const BAR = 0x7c;

/** What may begin something else than plain text: markdown-it's own list, and the bar. */
const SPECIAL = /[\n!#$%&*+\-:<=>@[\\\]^_`{}~|]/g;

/** Adds `||hidden until clicked||` to the Markdown: a span of class `spoiler`. */
export function spoilers(markdown: InstanceType<typeof MarkdownIt>): void {
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
    const end = src.indexOf('||', pos + 2);
    if (end < 0 || end >= posMax || end === pos + 2) return false;
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
