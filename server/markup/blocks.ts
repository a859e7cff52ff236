import MarkdownIt from 'markdown-it';

type Markdown = InstanceType<typeof MarkdownIt>;
type BlockState = InstanceType<Markdown['block']['State']>;

/** Levels of blocks in each other that are understood: a quote is one, a list with its item two. Nobody reads deeper ones, and they cost. */
export const DEEPEST = 15;
/** A number of more than three digits at the head of a line is a year, not a place in a list. */
const YEAR = /^\d{4,}[.)]/;
/** A mark of a list with nothing behind it begins none. */
const NO_ITEM = /^(?:[-+*]|\d+[.)])\s*$/;
/** What a fence may be followed by in its line: the name of a language, or nothing. */
const LANGUAGE = /^(?:`{3,}|~{3,})[ \t]*[\w+#.-]{0,20}[ \t]*$/;
/** Which blocks a quote, a list or a fence may end, as markdown-it has it. */
const ENDS = ['paragraph', 'reference', 'blockquote'];

function lineAt(state: BlockState, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** Puts a condition before one of markdown-it's own rules. */
function onlyIf(markdown: Markdown, name: string, alt: string[], fits: (state: BlockState, line: number) => boolean): void {
  // The smallest set has a paragraph alone, which comes last.
  const [rule] = new MarkdownIt('zero').enable(name).block.ruler.getRules('');
  markdown.block.ruler.at(name, (state, line, end, silent) => fits(state, line) && rule?.(state, line, end, silent) === true, { alt });
}

/** Blocks of which something would be lost, or shown as another thing than was typed, stay text. */
export function blocksAsTyped(markdown: Markdown): void {
  const isShallow = ({ level }: BlockState, levels: number): boolean => level + levels <= DEEPEST;
  onlyIf(markdown, 'blockquote', [...ENDS, 'list'], (state) => isShallow(state, 1));
  onlyIf(markdown, 'list', ENDS, (state, line) => {
    const text = lineAt(state, line);
    return isShallow(state, 2) && !YEAR.test(text) && !NO_ITEM.test(text);
  });
  onlyIf(markdown, 'fence', [...ENDS, 'list'], (state, line) => LANGUAGE.test(lineAt(state, line)));
  // A list ends before a year, which it would take for its next item.
  markdown.block.ruler.before('list', 'year', (state, line, _end, silent) => silent && YEAR.test(lineAt(state, line)), { alt: ['list'] });
}
