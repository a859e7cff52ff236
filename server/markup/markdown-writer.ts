/** Writes our small Markdown: texts with marks around them, in paragraphs, quotes, lists and fences. */
import { safeHref } from '../domain/links.ts';
import { DEEPEST } from './blocks.ts';
import { charBefore, kindOf } from './emphasis.ts';
import { addressLength, destination, type Escaped, escapeText, LONGEST_JOINED, longestRun } from './markdown-escape.ts';

/** What goes around a text. */
export type MarkKind = 'strong' | 'em' | 's' | 'spoiler' | 'link';
export interface Mark {
  kind: MarkKind;
  /** Of a link, as `safeHref` gives it. */
  href: string;
}

const SIGNS: Readonly<Record<MarkKind, string>> = { strong: '**', em: '*', s: '~~', spoiler: '||', link: '[' };

/** A mark that was written and not closed yet. */
interface Written {
  mark: Mark;
  /** Its place in `parts`. */
  at: number;
  /** Stands beside another mark of stars: one of stars inside could be read as its end. */
  isJoined: boolean;
  /** Last character of the text before it. */
  before: string;
}

/** A block that is open: what its first line begins with, and each other one. */
interface Block {
  first: string;
  rest: string;
  isBegun: boolean;
  levels: number;
}

export class MarkdownWriter {
  readonly #parts: string[] = [];
  readonly #blocks: Block[] = [];
  #levels = 0;
  /** Line breaks before the next text: two begin a paragraph. */
  #breaks = 0;
  /** Marks do not reach across them: they end a block. */
  #endsBlock = false;
  #hasBlank = false;
  #isLineStart = true;
  /** Last character of the line that is text; empty at its head. */
  #before = '';
  readonly #written: Written[] = [];
  /** Marks that could not be read as such where they stand. */
  readonly #dropped = new WeakSet<Mark>();
  #isAfterMark = false;
  /** Where the last code ends in `parts`, and what it holds: code right behind it belongs to it. */
  #code = { end: 0, text: '' };
  /** An address near the end of the last part that would go on. */
  #address: Escaped['address'] = null;
  /** The text of the last part, as it was before it was escaped. */
  #lastText = '';

  /** A line break, or with 2 the end of a paragraph. */
  break(lines: 1 | 2): void {
    this.#hasBlank = false;
    this.#breaks = Math.max(this.#breaks, lines);
    this.#endsBlock = true;
  }

  /** One more line break: two of them are the end of a paragraph. */
  lineBreak(): void {
    this.#hasBlank = false;
    this.#breaks = Math.min(2, this.#breaks + 1);
  }

  /** No empty line before the next text. */
  tighten(): void {
    this.#breaks = Math.min(1, this.#breaks);
  }

  blank(): void {
    if (this.#breaks === 0 && !this.#isLineStart) this.#hasBlank = true;
  }

  /** Opens a quote or an item of a list; false where it would stand too deep, and nothing is opened. */
  open(kind: 'quote' | 'item', first: string): boolean {
    const levels = kind === 'quote' ? 1 : 2;
    if (this.#levels + levels > DEEPEST) return false;
    this.#levels += levels;
    this.#blocks.push({ first, rest: kind === 'quote' ? first : ' '.repeat(first.length), isBegun: false, levels });
    return true;
  }

  /** Closes the innermost one; was anything written in it? */
  close(): boolean {
    const block = this.#blocks.pop();
    this.#levels -= block?.levels ?? 0;
    return block?.isBegun ?? false;
  }

  /** Text in which blanks are single. */
  text(text: string, marks: readonly Mark[]): void {
    if (text.startsWith(' ')) this.blank();
    const inner = text.trim();
    if (inner === '') return;
    this.#place(String.fromCodePoint(inner.codePointAt(0) ?? 0), marks);
    const isIn = (kind: MarkKind): boolean => this.#written.some(({ mark }) => mark.kind === kind);
    const escaped = escapeText(inner, {
      isLineStart: this.#isLineStart,
      before: this.#before,
      isAfterMark: this.#isAfterMark,
      isInLink: isIn('link'),
      isInSpoiler: isIn('spoiler'),
    });
    this.#parts.push(escaped.text);
    this.#after(inner);
    this.#lastText = inner;
    this.#address = escaped.address;
    if (text.endsWith(' ')) this.#hasBlank = true;
  }

  /** Code in a line; its blanks are single. */
  code(code: string, marks: readonly Mark[]): void {
    let inner = code.trim();
    if (code.startsWith(' ')) this.blank();
    if (inner === '') return;
    const isIn = (kind: MarkKind): boolean => marks.some((mark) => mark.kind === kind);
    // The end of a spoiler is looked for in codes too; and many codes in a row are not joined forever.
    if ((isIn('spoiler') && inner.includes('|')) || this.#code.text.length > LONGEST_JOINED) {
      this.text(code, marks);
      return;
    }
    const isContinued =
      this.#code.end > 0 &&
      this.#code.end === this.#parts.length &&
      this.#breaks === 0 &&
      !this.#hasBlank &&
      !(inner.includes('|') && this.#written.some(({ mark }) => mark.kind === 'spoiler'));
    if (isContinued) {
      // Whatever marks are around the two: their signs would run into each other.
      this.#parts.pop();
      inner = this.#code.text + inner;
    } else this.#place('`', marks);
    const fence = '`'.repeat(longestRun(inner) + 1);
    const space = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
    this.#parts.push(fence + space + inner + space + fence);
    this.#code = { end: this.#parts.length, text: inner };
    this.#after('`');
    if (code.endsWith(' ')) this.#hasBlank = true;
  }

  /** Code in lines of its own. */
  fence(code: string, language: string): void {
    // More empty lines would be taken out of what is typed, and with them the indentation of the next line.
    const lines = code
      .replace(/\r\n?/g, '\n')
      .replace(/^\n+|\s+$/g, '')
      .replace(/\n[^\S\n]*(?:\n[^\S\n]*)+\n/g, '\n\n')
      .split('\n');
    if (lines.every((line) => line.trim() === '')) return;
    const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
    this.#closeDown(0, { next: '', isMixed: false });
    this.break(2);
    for (const line of [fence + language, ...lines, fence]) {
      this.#newLines();
      this.#parts.push(line);
      this.#isLineStart = false;
      this.break(1);
    }
    this.break(2);
  }

  /** All that was written. */
  end(): string {
    this.#closeDown(0, { next: '', isMixed: false });
    return this.#parts.join('');
  }

  #after(inner: string): void {
    this.#isLineStart = false;
    this.#before = charBefore(inner, inner.length);
    this.#isAfterMark = false;
    this.#address = null;
    this.#lastText = '';
    if (this.#code.end < this.#parts.length) this.#code = { end: 0, text: '' };
  }

  /** Writes what stands before a text: ends of marks, a blank or line breaks, and the marks that it is in. */
  #place(next: string, marks: readonly Mark[]): void {
    const isApart = this.#breaks > 0 || this.#hasBlank;
    const wanted = marks.filter((mark) => !this.#dropped.has(mark));
    let same = 0;
    if (this.#breaks < 2 && !this.#endsBlock) while (same < wanted.length && this.#written[same]?.mark === wanted[same]) same++;
    const closing = this.#written.slice(same).map(({ mark }) => mark);
    const opening = wanted.slice(same);
    const signs = new Set([...(isApart ? [] : closing), ...opening].map(({ kind }) => SIGNS[kind].charAt(0)));
    if (!isApart && this.#address !== null) this.#wrapAddress(this.#address);
    this.#closeDown(same, { next: isApart ? '' : next, isMixed: signs.size > 1 });
    if (this.#breaks > 0 || this.#parts.length === 0) this.#newLines();
    else if (this.#hasBlank) {
      this.#parts.push(' ');
      this.#before = ' ';
      this.#isAfterMark = false;
    }
    this.#breaks = 0;
    this.#hasBlank = false;
    const hasStars = !isApart && closing.some(({ kind }) => isOfStars(kind));
    if (opening.length > 0) this.#openUp(opening, { next, isMixed: signs.size > 1, hasStars });
  }

  /** In angle brackets an address ends where it is meant to. */
  #wrapAddress({ length, behind }: NonNullable<Escaped['address']>): void {
    const last = this.#parts.length - 1;
    const text = this.#parts[last] ?? '';
    const end = text.length - behind.length;
    const above = text.slice(0, end - length);
    this.#parts[last] = `${above}<${text.slice(end - length, end)}>${behind}`;
    if (behind === '') this.#before = '>';
    this.#address = null;
  }

  /** Ends the marks beyond the first `count`. One that would not be read as an end here goes, with its beginning. */
  #closeDown(count: number, { next, isMixed }: { next: string; isMixed: boolean }): void {
    for (let open = this.#written.at(-1); open !== undefined && this.#written.length > count; open = this.#written.at(-1)) {
      this.#written.pop();
      if (open.mark.kind === 'link') this.#closeLink(open, next);
      else if (open.mark.kind === 'spoiler' || kindOf(next) !== 'letter' || (!isMixed && kindOf(this.#before) !== 'punctuation')) {
        this.#sign(SIGNS[open.mark.kind]);
      } else {
        this.#parts[open.at] = '';
        this.#dropped.add(open.mark);
      }
    }
  }

  /** A link whose text is its address is the address. */
  #closeLink({ mark, at, before }: Written, next: string): void {
    const text = this.#lastText;
    if (this.#parts.length !== at + 2 || text === '' || safeHref(text) !== mark.href) {
      this.#parts.push(`](${destination(mark.href)})`);
      this.#before = ')';
      this.#isAfterMark = true;
      return;
    }
    const kind = kindOf(next);
    const isPlain = (kind === 'space' || kind === 'unspaced') && !/[a-z0-9.+-]/i.test(before) && addressLength(text, 0) === text.length;
    this.#parts[at] = '';
    this.#parts[at + 1] = isPlain ? text : `<${text}>`;
    if (!isPlain) this.#before = '>';
  }

  #openUp(marks: readonly Mark[], { next, isMixed, hasStars }: { next: string; isMixed: boolean; hasStars: boolean }): void {
    const mayOpen = kindOf(this.#before) !== 'letter' || (!isMixed && kindOf(next) !== 'punctuation');
    const before = this.#before;
    for (const mark of marks) {
      const { kind } = mark;
      const isStar = isOfStars(kind);
      const isUnclear = isStar && before !== '' && before !== ' ' && (hasStars || this.#written.some(({ isJoined }) => isJoined));
      if (kind !== 'link' && kind !== 'spoiler' && (!mayOpen || isUnclear)) {
        this.#dropped.add(mark);
        continue;
      }
      const last = this.#written.at(-1);
      const isJoined = isStar && last !== undefined && isOfStars(last.mark.kind) && last.at === this.#parts.length - 1;
      if (isJoined) last.isJoined = true;
      this.#written.push({ mark, at: this.#parts.length, isJoined, before });
      this.#sign(SIGNS[kind]);
    }
  }

  /** Writes a sign; a single one of its kind that stands before it as text is escaped. */
  #sign(sign: string): void {
    const last = this.#parts.length - 1;
    if (!this.#isAfterMark && (sign === '~~' || sign === '||') && this.#before === sign.charAt(0)) {
      const text = this.#parts[last] ?? '';
      if (text.endsWith(this.#before) && !text.endsWith(`\\${this.#before}`)) this.#parts[last] = `${text.slice(0, -1)}\\${this.#before}`;
    }
    this.#parts.push(sign);
    this.#isAfterMark = true;
  }

  /** Begins a line, after an empty one where a paragraph begins. */
  #newLines(): void {
    let line = '';
    let above = '';
    for (const block of this.#blocks) {
      if (block.isBegun) above += line.length === above.length ? block.rest : '';
      line += block.isBegun ? block.rest : block.first;
      block.isBegun = true;
    }
    if (this.#parts.length > 0) this.#parts.push(this.#breaks > 1 ? `\n${above.trimEnd()}\n` : '\n');
    if (line !== '') this.#parts.push(line);
    else if (this.#parts.length === 0) this.#parts.push('');
    this.#breaks = 0;
    this.#endsBlock = false;
    this.#isLineStart = true;
    this.#before = '';
    this.#isAfterMark = false;
    this.#address = null;
  }
}

const isOfStars = (kind: MarkKind): boolean => kind === 'strong' || kind === 'em';
