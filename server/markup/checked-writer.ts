/** Writes our small Markdown and remembers what it has to say, so that it can be read once more and compared. */
import { type Mark, MarkdownWriter } from './markdown-writer.ts';
import { renderPlain } from './render-plain.ts';
import { smallMarkdown } from './small-markdown.ts';

/** `whole`: with all marks; `simple`: of the marks links alone, and code as text; `plain`: text and line breaks. */
export type Style = 'whole' | 'simple' | 'plain';

const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** An address that is the same in its normal form, and a link: most are. */
const USUAL = /^https?:\/\/(?!.*xn--)(?:[a-z\d-]{1,63}\.){1,10}[a-z]{2,20}(?:\/[\w./-]{0,500})?$/i;

/** Addresses are shown as they are written. */
const markdown = smallMarkdown();
const { normalizeLink, validateLink } = markdown;
markdown.normalizeLinkText = (address) => address;
markdown.normalizeLink = (address) => (USUAL.test(address) ? address : normalizeLink(address));
markdown.validateLink = (address) => USUAL.test(address) || validateLink(address);

export class CheckedWriter extends MarkdownWriter {
  readonly #style: Style;
  /** The text without any markup. */
  #meant = '';
  /** Line breaks at the end of it. */
  #breaks = 2;

  constructor(style: Style) {
    super();
    this.#style = style;
  }

  override break(lines: 1 | 2): void {
    this.#newLine(lines);
    super.break(lines);
  }

  override lineBreak(): void {
    this.#newLine(this.#breaks > 0 ? 2 : 1);
    super.lineBreak();
  }

  override text(text: string, marks: readonly Mark[]): void {
    this.#say(text);
    if (this.#style !== 'plain') super.text(text, this.#style === 'whole' ? marks : marks.filter(({ kind }) => kind === 'link'));
  }

  override code(code: string, marks: readonly Mark[]): void {
    if (this.#style !== 'whole') {
      this.text(code, marks);
      return;
    }
    const before = this.#meant;
    // It may be written as text.
    super.code(code, marks);
    this.#meant = before;
    this.#say(code);
  }

  override fence(code: string, language: string): void {
    this.#newLine(2);
    if (this.#style === 'whole') super.fence(code, language);
    else if (this.#style === 'simple') {
      super.break(2);
      for (const line of code.split(/\r\n?|\n/)) {
        super.text(line.replace(/\s+/g, ' '), []);
        super.lineBreak();
      }
      super.break(2);
    }
    this.#say(code);
    this.#newLine(2);
  }

  /** Does the Markdown say what was meant, when it is read? */
  isRight(written: string): boolean {
    return renderPlain(written) !== null || dense(textOf(written)) === dense(this.#meant);
  }

  /** The text alone, each sign of it escaped that could mean anything: it is read as it stands, whatever it is. */
  asPlain(): string {
    return this.#meant
      .replace(/[^\S\n]*\n[^\S\n]*/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      .replace(ASCII_PUNCTUATION, '\\$&');
  }

  #say(text: string): void {
    this.#meant += text;
    if (text.trim() !== '') this.#breaks = 0;
  }

  #newLine(lines: 1 | 2): void {
    for (; this.#breaks < lines; this.#breaks++) this.#meant += '\n';
  }
}

const dense = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What is to be read of a Markdown. */
function textOf(written: string): string {
  let text = '';
  for (const { type, content, children } of markdown.parse(written, {})) {
    if (type === 'fence') text += `${content}\n`;
    if (type !== 'inline') continue;
    for (const inner of children ?? []) text += /break$/.test(inner.type) ? '\n' : inner.content;
    text += '\n';
  }
  return text;
}
