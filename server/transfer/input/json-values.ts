/** JSON of any size, a record at a time: the lists in it are taken apart while it is read. */
import { createReadStream } from 'node:fs';
import { NotImportable } from './not-importable.ts';
import { parseJson } from './json-text.ts';

/** A longer record is no comment. */
const LONGEST_RECORD = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;

/** Something in a JSON text. */
export interface JsonValue {
  /** The names on the way to it, joined by dots; of a record in a list, the way to the list. Empty for the outermost list. */
  path: string;
  /** Is it one of a list? Else it is a single value beside the lists. */
  isRecord: boolean;
  value: unknown;
  /** The line in which it begins, from 1. */
  line: number;
}

/** Which lists are taken apart, by their paths; the others are walked through. The outermost ones, where it is left out. */
export type IsList = (path: string) => boolean;

/**
 * All records of a JSON text in a file, and the single values beside them. A byte order mark before it is left out.
 * @throws NotImportable `not-json` with the line, `cut` when the text ends too early, `too-large` for a record that is too long.
 */
export async function* readJson(file: string, isList?: IsList): AsyncGenerator<JsonValue[]> {
  const splitter = new JsonSplitter(isList);
  let isFirst = true;
  for await (const read of createReadStream(file, { highWaterMark: CHUNK, encoding: 'utf8' })) {
    const text: string = read;
    const values = splitter.push(isFirst ? text.replace(/^\ufeff/, '') : text);
    isFirst = false;
    if (values.length > 0) yield values;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

interface Level {
  kind: 'object' | 'list';
  path: string;
  /** Are its values records? */
  hasRecords: boolean;
}

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isBlank = (code: number): boolean => code === 0x20 || code === NEWLINE || code === 0x0d || code === 0x09;

/** Takes a JSON text apart that comes in pieces. What it has not given yet is all that it keeps. */
export class JsonSplitter {
  readonly #isList: IsList | undefined;
  readonly #levels: Level[] = [];
  #text = '';
  #at = 0;
  #line = 1;
  #expected: Expected = 'value';
  #key = '';

  constructor(isList?: IsList) {
    this.#isList = isList;
  }

  /** @throws NotImportable. */
  push(piece: string): JsonValue[] {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    const values = this.#take(false);
    // A name may have no end either.
    if (this.#text.length - this.#at > LONGEST_RECORD) throw new NotImportable('too-large', { at: { line: this.#line } });
    return values;
  }

  /** The text is over. @throws NotImportable `cut`. */
  end(): JsonValue[] {
    const values = this.#take(true);
    if (this.#expected !== 'nothing') throw new NotImportable('cut', { at: { line: this.#line } });
    return values;
  }

  #take(isEnd: boolean): JsonValue[] {
    const values: JsonValue[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#text.length) return values;
      const before = this.#at;
      const value = this.#step(isEnd);
      if (value !== null) values.push(value);
      // The rest of it is in the next piece.
      else if (this.#at === before) return values;
    }
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === NEWLINE) this.#line++;
      else if (!isBlank(code)) return;
    }
  }

  /** One sign of the structure, one name or one value; nothing moves when it is not whole yet. */
  #step(isEnd: boolean): JsonValue | null {
    const code = this.#text.charCodeAt(this.#at);
    if (code === COMMA && this.#expected === 'comma-or-end') {
      this.#at++;
      this.#expected = this.#levels.at(-1)?.kind === 'object' ? 'key' : 'value';
      return null;
    }
    if (code === COLON && this.#expected === 'colon') {
      this.#at++;
      this.#expected = 'value';
      return null;
    }
    if (code === CLOSE_LIST || code === CLOSE_OBJECT) return this.#close(code);
    if (this.#expected === 'key' || this.#expected === 'key-or-end') return this.#readKey(code);
    if (this.#expected === 'value' || this.#expected === 'value-or-end') return this.#readValue(code, isEnd);
    throw this.#notJson();
  }

  #close(code: number): null {
    const level = this.#levels.at(-1);
    const isRight = level !== undefined && (level.kind === 'list') === (code === CLOSE_LIST);
    if (!isRight || !['comma-or-end', 'value-or-end', 'key-or-end'].includes(this.#expected)) throw this.#notJson();
    this.#at++;
    this.#levels.pop();
    this.#afterValue();
    return null;
  }

  #readKey(code: number): null {
    if (code !== QUOTE) throw this.#notJson();
    const end = this.#endOfString(this.#at);
    if (end === -1) return null;
    const key = this.#parsed(this.#text.slice(this.#at, end));
    this.#key = typeof key === 'string' ? key : '';
    this.#at = end;
    this.#expected = 'colon';
    return null;
  }

  #readValue(code: number, isEnd: boolean): JsonValue | null {
    const level = this.#levels.at(-1);
    const path = this.#pathOfValue(level);
    const isOpening = code === OPEN_LIST || code === OPEN_OBJECT;
    if (isOpening && level?.hasRecords !== true) {
      this.#at++;
      const isList = code === OPEN_LIST;
      const hasRecords = isList && (this.#isList === undefined || this.#isList(path));
      this.#levels.push({ kind: isList ? 'list' : 'object', path, hasRecords });
      this.#expected = isList ? 'value-or-end' : 'key-or-end';
      return null;
    }
    const end = isOpening ? this.#endOfNested() : code === QUOTE ? this.#endOfString(this.#at) : this.#endOfScalar(isEnd);
    if (end === -1) return null;
    const line = this.#line;
    const text = this.#text.slice(this.#at, end);
    const value = this.#parsed(text);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#line++;
    this.#at = end;
    this.#afterValue();
    return { path, isRecord: level?.hasRecords === true, value, line };
  }

  #pathOfValue(level: Level | undefined): string {
    if (level === undefined) return '';
    if (level.kind === 'list') return level.hasRecords ? level.path : `${level.path}[]`;
    return level.path === '' ? this.#key : `${level.path}.${this.#key}`;
  }

  #afterValue(): void {
    this.#expected = this.#levels.length === 0 ? 'nothing' : 'comma-or-end';
  }

  #endOfString(from: number): number {
    for (let at = from + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) return at + 1;
    }
    return -1;
  }

  #endOfScalar(isEnd: boolean): number {
    for (let at = this.#at; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (!isBlank(code) && code !== COMMA && code !== CLOSE_LIST && code !== CLOSE_OBJECT) continue;
      if (at === this.#at) throw this.#notJson();
      return at;
    }
    return isEnd ? this.#text.length : -1;
  }

  #endOfNested(): number {
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) {
        const end = this.#endOfString(at);
        if (end === -1) return -1;
        at = end - 1;
      } else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++;
      else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        depth--;
        if (depth === 0) return at + 1;
      }
    }
    return -1;
  }

  #parsed(text: string): unknown {
    try {
      return parseJson(text);
    } catch {
      throw this.#notJson();
    }
  }

  #notJson(): NotImportable {
    return new NotImportable('not-json', { at: { line: this.#line } });
  }
}
