import { Parser } from 'htmlparser2';
import { pictureOf, resolveHref } from './foreign-pictures.ts';
import { CheckedWriter, type Style } from './checked-writer.ts';
import { LONGEST_MARKUP } from './longest-markup.ts';
import type { Mark, MarkKind, MarkdownWriter } from './markdown-writer.ts';

export interface ForeignOptions {
  /** What relative links are relative to; left out: they become their text. */
  baseUrl?: string;
  /** What becomes of pictures: links to them, or their names alone. Those of a mood are always their names. */
  images: 'links' | 'names';
  /** Line breaks of the source are line breaks (WordPress); left out: they are blanks, as HTML has it. */
  breaks?: 'keep' | undefined;
}

/** Tags in each other that are understood. */
const DEEPEST = 200;

const MARKS: ReadonlyMap<string, MarkKind> = new Map([
  ['b', 'strong'],
  ['strong', 'strong'],
  ['i', 'em'],
  ['em', 'em'],
  ['cite', 'em'],
  ['s', 's'],
  ['del', 's'],
  ['strike', 's'],
  ['spoiler', 'spoiler'],
  ['summary', 'strong'],
  ['th', 'strong'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt', 'caption'].map((tag) => [tag, 'strong'] as const),
]);
const PARAGRAPHS = new Set(
  'p div section article header footer main aside nav address figure figcaption details summary fieldset form table caption dl dt dd h1 h2 h3 h4 h5 h6 center hr'.split(
    ' ',
  ),
);
const CODES = new Set(['code', 'tt', 'kbd', 'samp']);
/** What in them is no text of a reader's. */
const UNREAD = new Set('script style iframe textarea option template noscript object svg math title head video audio canvas'.split(' '));

/** What a tag has opened. */
interface Open {
  tag: string;
  mark: Mark | null;
  /** It has opened a block in the writer. */
  isBlock: boolean;
}

/**
 * Makes of a foreign comment's HTML the small Markdown that `renderBody` renders: the same text with its emphasis, quotes, lists, code
 * and links, as it could have been typed. Where marks that touch each other or an address would be read otherwise, it has none of
 * them; what is longer than `LONGEST_MARKUP` becomes its text. Never throws; linear in the length.
 */
export function htmlToMarkdown(html: string, options: ForeignOptions): string {
  if (html.length > LONGEST_MARKUP) return write(html, options, 'plain').writer.asPlain();
  const whole = write(html, options, 'whole');
  if (whole.writer.isRight(whole.written)) return whole.written;
  const simple = write(html, options, 'simple');
  return simple.writer.isRight(simple.written) ? simple.written : simple.writer.asPlain();
}

function write(html: string, options: ForeignOptions, style: Style): { writer: CheckedWriter; written: string } {
  const writer = new CheckedWriter(style);
  const reader = new HtmlReader(options, writer);
  const parser = new Parser(reader);
  reader.onTooDeep = () => {
    parser.pause();
  };
  parser.write(html);
  if (reader.isTooDeep) {
    // What is left counts as text.
    const rest = new Parser({ ontext: (text) => reader.ontext(text) });
    rest.end(html.slice(parser.endIndex + 1).replace(/<[^<>]*>/g, ' '));
  } else parser.end();
  return { writer, written: reader.end() };
}

class HtmlReader {
  onTooDeep: () => void = () => {};
  isTooDeep = false;
  readonly #writer: MarkdownWriter;
  readonly #options: ForeignOptions;
  readonly #open: Open[] = [];
  /** Marks of what is open, each kind once. */
  #marks: Mark[] = [];
  /** Lists that are open: the next number, or null for one without numbers; whether an item was written. */
  readonly #lists: { next: number | null; hasItem: boolean }[] = [];
  #text = '';
  #unread = 0;
  #code = 0;
  /** Language of the code in lines of its own that is open; null: none is. */
  #fence: string | null = null;
  /** Cells of the table's row that have begun. */
  #cells = 0;
  #afterBreak = false;

  constructor(options: ForeignOptions, writer: MarkdownWriter) {
    this.#writer = writer;
    this.#options = options;
  }

  ontext(text: string): void {
    if (this.#unread === 0) this.#text += text;
  }

  onopentag(tag: string, attributes: Record<string, string>): void {
    if (this.#open.length >= DEEPEST) {
      this.isTooDeep = true;
      this.onTooDeep();
      return;
    }
    const open: Open = { tag, mark: null, isBlock: false };
    this.#open.push(open);
    if (UNREAD.has(tag)) {
      this.#flush();
      this.#unread++;
    }
    if (this.#unread > 0) return;
    if (this.#fence !== null) {
      this.#openInFence(tag, attributes);
      return;
    }
    this.#openBlock(tag, attributes, open);
    this.#openInline(tag, attributes, open);
  }

  onclosetag(tag: string): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    if (UNREAD.has(tag)) {
      this.#unread--;
      return;
    }
    if (this.#unread > 0) return;
    if (this.#fence !== null) {
      if (tag === 'pre') this.#endFence();
      return;
    }
    if (CODES.has(tag)) {
      this.#flush();
      this.#code--;
    }
    if (open.mark !== null) {
      this.#flush();
      this.#marks = this.#marks.filter((mark) => mark !== open.mark);
    }
    if (tag === 'q') this.#text += '”';
    this.#closeBlock(tag, open);
  }

  end(): string {
    if (this.#fence !== null) this.#endFence();
    this.#flush();
    return this.#writer.end();
  }

  #openInFence(tag: string, attributes: Record<string, string>): void {
    if (tag === 'br') this.#text += '\n';
    if (tag === 'code' && this.#fence === '') this.#fence = languageOf(attributes);
  }

  #openBlock(tag: string, attributes: Record<string, string>, open: Open): void {
    const writer = this.#writer;
    if (tag === 'br') {
      this.#flush();
      writer.lineBreak();
      this.#afterBreak = true;
    } else if (PARAGRAPHS.has(tag)) {
      this.#flush();
      writer.break(2);
    } else if (tag === 'blockquote') {
      this.#flush();
      writer.break(2);
      open.isBlock = writer.open('quote', '> ');
    } else if (tag === 'ul' || tag === 'ol' || tag === 'menu') this.#openList(tag, attributes);
    else if (tag === 'li') this.#openItem(open);
    else if (tag === 'tr') {
      this.#flush();
      writer.break(1);
      this.#cells = 0;
    } else if (tag === 'td' || tag === 'th') {
      this.#text += this.#cells++ > 0 ? ' | ' : ' ';
      this.#flush();
    } else if (tag === 'pre' || tag === 'listing' || tag === 'xmp') {
      this.#flush();
      this.#fence = languageOf(attributes);
    }
  }

  #openList(tag: string, { start = '' }: Record<string, string>): void {
    this.#flush();
    const first = /^\d{1,3}$/.test(start) ? Number(start) : 1;
    this.#writer.break(this.#lists.length > 0 ? 1 : 2);
    this.#lists.push({ next: tag === 'ol' ? first : null, hasItem: false });
  }

  #openItem(open: Open): void {
    this.#flush();
    const list = this.#lists.at(-1) ?? { next: null, hasItem: false };
    if (list.hasItem) this.#writer.tighten();
    // One that begins with another number than 1 would not end the paragraph before it.
    else this.#writer.break(list.next === null || list.next === 1 ? 1 : 2);
    open.isBlock = this.#writer.open('item', list.next === null ? '- ' : `${Math.min(999, list.next++)}. `);
  }

  #closeBlock(tag: string, { isBlock }: Open): void {
    if (tag === 'ul' || tag === 'ol' || tag === 'menu') this.#lists.pop();
    else if (!PARAGRAPHS.has(tag) && tag !== 'blockquote' && tag !== 'li' && tag !== 'tr') return;
    this.#flush();
    const list = this.#lists.at(-1);
    if (isBlock && this.#writer.close() && tag === 'li' && list !== undefined) list.hasItem = true;
    this.#writer.break(tag === 'tr' || tag === 'li' ? 1 : 2);
  }

  #openInline(tag: string, attributes: Record<string, string>, open: Open): void {
    if (tag === 'img' || tag === 'image') this.#picture(attributes);
    else if (tag === 'q') this.#text += '“';
    else if (tag === 'input' && attributes.type === 'checkbox') this.#text += 'checked' in attributes ? '[x] ' : '[ ] ';
    else if (CODES.has(tag)) {
      this.#flush();
      this.#code++;
    } else {
      const kind = /(?:^|\s)spoiler(?:\s|$)/.test(attributes.class ?? '') ? 'spoiler' : MARKS.get(tag);
      const href = tag === 'a' ? resolveHref(attributes.href ?? '', this.#options.baseUrl) : null;
      if (href !== null) this.#mark('link', href, open);
      else if (kind !== undefined) this.#mark(kind, '', open);
    }
  }

  #mark(kind: MarkKind, href: string, open: Open): void {
    if (this.#marks.some((mark) => mark.kind === kind)) return;
    this.#flush();
    open.mark = { kind, href };
    this.#marks = [...this.#marks, open.mark];
  }

  #picture(attributes: Record<string, string>): void {
    const { text, href } = pictureOf(attributes, this.#options);
    if (href === null || this.#marks.some(({ kind }) => kind === 'link')) {
      this.#text += text;
      return;
    }
    this.#flush();
    this.#writer.text(text, [...this.#marks, { kind: 'link', href }]);
  }

  /** Writes the text that has come together. */
  #flush(): void {
    let text = this.#text;
    this.#text = '';
    if (text === '') return;
    if (this.#code > 0) {
      this.#writer.code(text.replace(/[ \t\n\f\r]+/g, ' '), this.#marks);
      this.#afterBreak = false;
      return;
    }
    if (this.#options.breaks !== 'keep') {
      this.#writer.text(text.replace(/[ \t\n\f\r]+/g, ' '), this.#marks);
      return;
    }
    // `<br>` at the end of a line is one break with it.
    if (this.#afterBreak) text = text.replace(/^[ \t]*\r?\n/, '');
    for (const [n, line] of text.split(/\r\n?|\n/).entries()) {
      if (n > 0) this.#writer.lineBreak();
      this.#writer.text(line.replace(/[ \t\f]+/g, ' '), this.#marks);
    }
    this.#afterBreak = false;
  }

  #endFence(): void {
    this.#writer.fence(this.#text, this.#fence ?? '');
    this.#text = '';
    this.#fence = null;
  }
}

/** The language that a code is in, as highlighters have it in classes. */
function languageOf({ class: classes = '', lang = '' }: Record<string, string>): string {
  const name = /(?:^|\s)lang(?:uage)?-([\w+#.-]{1,20})(?=\s|$)/.exec(classes)?.[1] ?? lang;
  return /^[\w+#.-]{1,20}$/.test(name) ? name : '';
}
