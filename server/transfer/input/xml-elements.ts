/** Reads chosen elements of an XML document of any size, one after the other, and forgives what files of others have wrong. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { withoutControlReferences, xmlPieces } from './xml-characters.ts';
import { createXmlNotes, XmlFault, type XmlNote, type XmlNoteKind } from './xml-fault.ts';

/** Elements in each other. */
const DEEPEST = 100;
/** Most that is kept of one element: UTF-16 units of text, and elements in it. */
const LONGEST = 32 * 1024 * 1024;
const MOST = 100_000;

/** An element with what is in it. */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** As it is written; empty where there is none. */
  readonly prefix: string;
  /** Null where it has none, or the prefix is not declared. */
  readonly namespace: string | null;
  /** By local name, and by `prefix:name` too where there is a prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The text that stands in it itself, CDATA sections included, as it is written. */
  readonly text: string;
  /** Without the chosen elements that stand in a chosen one. */
  readonly children: readonly XmlElement[];
  readonly line: number;
}

/** A chosen element that has ended. */
export interface FoundElement {
  element: XmlElement;
  /** The chosen element that it stands in, with the children that ended before it; null: in none. */
  outer: XmlElement | null;
  /** Local names of all that it stands in, the root first. */
  path: readonly string[];
}

/** The reading of a document. */
export interface XmlReading {
  /** In the order of their ends. @throws XmlFault, at any time. */
  elements: AsyncGenerator<FoundElement>;
  /** What was found so far that is wrong and did no harm. */
  notes: () => XmlNote[];
}

/** An element while it is open. */
interface Open {
  name: string;
  /** Null: it is not kept. */
  kept: Growing | null;
  /** How much was kept of it, where it is a chosen one. */
  size: { length: number; count: number } | null;
  /** Namespaces before those that it declares; null: it declares none. */
  before: ReadonlyMap<string, string> | null;
}
type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[]; attributes: Record<string, string> };

/** The first child of a local name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The text of the first child of a local name, without blanks around it; empty where there is none. */
export function textOf(element: XmlElement, name: string): string {
  return childOf(element, name)?.text.trim() ?? '';
}

/**
 * Reads the elements of some local names at any depth; no more of the document is kept than one of them, what it stands in
 * and a piece of the text.
 * @param chunks the document, decoded.
 * @param chosen local names, or `parent/name` where only those in a certain element are meant: others of that name stay in it.
 */
export function readXmlElements(chunks: AsyncIterable<string>, chosen: ReadonlySet<string>): XmlReading {
  const notes = createXmlNotes();
  return { elements: new Reader(chosen, notes.add).read(chunks), notes: notes.all };
}

/**
 * The same text, which no longer holds the piece of the file that it was cut from: a format that keeps a title of each page
 * would keep the whole file. The platform copies what is joined when it is cut (V8's cons and sliced strings).
 */
const ownCopyOf = (text: string): string => ` ${text}`.slice(1);

/** What is read of a chosen element that has not ended: its children are those that have ended before. */
class Unfinished implements XmlElement {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly line: number;
  readonly #of: XmlElement;
  readonly #ended: number;

  constructor(of: XmlElement) {
    this.name = of.name;
    this.prefix = of.prefix;
    this.namespace = of.namespace;
    this.attributes = of.attributes;
    this.text = of.text;
    this.line = of.line;
    this.#of = of;
    this.#ended = of.children.length;
  }

  /** Cut from the growing list when they are asked for: it is not copied for each element that stands in it. */
  get children(): readonly XmlElement[] {
    return this.#of.children.slice(0, this.#ended);
  }
}

/** What the parser reports that does no harm. */
const FORGIVEN: ReadonlyMap<string, XmlNoteKind | null> = new Map([
  ['text data outside of root node.', 'stray-text'],
  ['documents may contain only one root.', 'several-roots'],
  ['undefined entity.', 'unknown-entity'],
  ['malformed character entity.', 'control-characters'],
  ['an XML declaration must be at the start of the document.', null],
] as const);

/** What it finds wrong in a declaration, the second one of two documents in one file among them: nothing hangs on it. */
const OF_DECLARATION = /^(?:expected (?:the name|one of) |did not expect any more name|XML declaration must contain)/;

class Reader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  /** By local name: in which elements, null for any. */
  readonly #chosen = new Map<string, Set<string> | null>();
  readonly #note: (kind: XmlNoteKind, line: number, detail?: string) => void;
  readonly #open: Open[] = [];
  /** Those of them that are chosen. */
  readonly #openChosen: Open[] = [];
  #found: FoundElement[] = [];
  #scope: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  /** What was given to the parser since it last reported something. */
  #pending = 0;
  /** A reference to a character that XML does not allow stands in what comes next. */
  #hasControl = false;

  constructor(chosen: ReadonlySet<string>, note: (kind: XmlNoteKind, line: number, detail?: string) => void) {
    this.#note = note;
    for (const entry of chosen) {
      const slash = entry.indexOf('/');
      const name = entry.slice(slash + 1);
      if (slash < 0) this.#chosen.set(name, null);
      else if (this.#chosen.get(name) !== null) this.#chosen.set(name, (this.#chosen.get(name) ?? new Set()).add(entry.slice(0, slash)));
    }
    const parser = this.#parser;
    parser.on('error', ({ message }) => this.#onError(message));
    parser.on('doctype', (text) => this.#refuseDoctype(text));
    parser.on('text', (text) => this.#onText(text));
    parser.on('cdata', (text) => this.#onText(text));
    parser.on('opentag', (tag) => this.#onOpen(tag));
    parser.on('closetag', () => this.#onClose());
    const onOther = (): void => {
      this.#pending = 0;
    };
    parser.on('comment', onOther);
    parser.on('processinginstruction', onOther);
  }

  async *read(chunks: AsyncIterable<string>): AsyncGenerator<FoundElement> {
    for await (const piece of xmlPieces(chunks, (kind, lines) => this.#note(kind, this.#parser.line + lines))) {
      this.#pending += piece.length;
      this.#parser.write(piece);
      if (this.#pending > LONGEST) throw this.#fault('too-large', 'a text, a tag or an entity does not end');
      const found = this.#found;
      this.#found = [];
      yield* found;
    }
    this.#parser.write(null);
    yield* this.#found;
  }

  #fault(why: XmlFault['why'], detail: string): XmlFault {
    const { line, column } = this.#parser;
    return new XmlFault(why, { line, column: Math.max(1, column) }, detail);
  }

  #onError(message: string): void {
    const kind = OF_DECLARATION.test(message) ? null : FORGIVEN.get(message);
    if (kind === undefined) throw this.#fault(message === 'document must contain a root element.' ? 'empty' : 'malformed', message);
    if (kind !== null) this.#note(kind, this.#parser.line);
    if (kind === 'control-characters') this.#hasControl = true;
  }

  #refuseDoctype(text: string): never {
    const { line, column } = this.#parser;
    const lines = text.split('\n').length - 1;
    const begin = lines > 0 ? 1 : Math.max(1, column - text.length - '<!DOCTYPE'.length);
    throw new XmlFault('doctype', { line: line - lines, column: begin }, 'a document type');
  }

  #keep(length: number, count: number): void {
    const size = this.#openChosen.at(-1)?.size;
    if (!size) return;
    size.length += length;
    size.count += count;
    if (size.length > LONGEST || size.count > MOST) throw this.#fault('too-large', 'an element is larger than can be kept');
  }

  #onText(text: string): void {
    this.#pending = 0;
    const kept = this.#open.at(-1)?.kept ?? null;
    if (kept !== null) {
      kept.text += ownCopyOf(this.#hasControl ? withoutControlReferences(text) : text);
      this.#keep(text.length, 0);
    }
    this.#hasControl = false;
  }

  #onOpen(tag: SaxesTagPlain): void {
    this.#pending = 0;
    const { line } = this.#parser;
    if (this.#open.length >= DEEPEST) throw this.#fault('too-deep', `more than ${DEEPEST} elements in each other`);
    const before = this.#declare(tag);
    const colon = tag.name.indexOf(':');
    const prefix = tag.name.slice(0, Math.max(0, colon));
    const name = tag.name.slice(colon + 1);
    const namespace = this.#scope.get(prefix) ?? null;
    if (prefix !== '' && namespace === null) this.#note('undeclared-prefix', line, prefix);
    const parent = this.#open.at(-1);
    const within = this.#chosen.get(name);
    const isChosen = within === null || (within !== undefined && parent !== undefined && within.has(parent.name));
    const above = parent?.kept ?? null;
    const open: Open = { name, kept: null, size: isChosen ? { length: 0, count: 0 } : null, before };
    this.#open.push(open);
    if (isChosen) this.#openChosen.push(open);
    if (isChosen || above !== null) {
      open.kept = { name, prefix, namespace, attributes: this.#attributesOf(tag), text: '', children: [], line };
      this.#keep(0, 1);
      // A chosen one is given away, and not kept in the one that it stands in.
      if (!isChosen) above?.children.push(open.kept);
    }
    this.#hasControl = false;
  }

  #onClose(): void {
    this.#pending = 0;
    const open = this.#open.pop();
    if (open === undefined) return;
    if (open.before !== null) this.#scope = open.before;
    if (open.size === null || open.kept === null) return;
    this.#openChosen.pop();
    const outer = this.#openChosen.at(-1)?.kept ?? null;
    const path = this.#open.map(({ name }) => name);
    this.#found.push({ element: open.kept, outer: outer === null ? null : new Unfinished(outer), path });
  }

  /** Takes over the namespaces that a tag declares; gives those that were in force before, null where it declares none. */
  #declare({ attributes }: SaxesTagPlain): ReadonlyMap<string, string> | null {
    let own: Map<string, string> | null = null;
    for (const name in attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      own ??= new Map(this.#scope);
      own.set(name.slice('xmlns:'.length), attributes[name] ?? '');
    }
    if (own === null) return null;
    const before = this.#scope;
    this.#scope = own;
    return before;
  }

  #attributesOf({ attributes }: SaxesTagPlain): Record<string, string> {
    const all: Record<string, string> = Object.create(null);
    for (const name in attributes) {
      const written = attributes[name] ?? '';
      const value = ownCopyOf(this.#hasControl ? withoutControlReferences(written) : written);
      this.#keep(value.length, 0);
      all[name] = value;
      const local = name.slice(name.indexOf(':') + 1);
      if (attributes[local] === undefined) all[local] = value;
    }
    return all;
  }
}
