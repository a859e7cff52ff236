export type XmlFaultReason = 'doctype' | 'malformed' | 'too-deep' | 'too-large' | 'empty';

/** The document cannot be read; nothing of it may be taken. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
  readonly why: XmlFaultReason;
  /** Where, both counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What the parser found there, in English. */
  readonly detail: string;

  constructor(why: XmlFaultReason, place: { line: number; column: number }, detail: string) {
    super(`${why} at ${place.line}:${place.column}: ${detail}`);
    this.why = why;
    this.line = place.line;
    this.column = place.column;
    this.detail = detail;
  }
}

/** What was wrong with a document and has not kept it from being read. */
export type XmlNoteKind =
  /** Text before the first or after the last root; it was left out. */
  | 'stray-text'
  | 'several-roots'
  | 'undeclared-prefix'
  /** Characters that XML does not allow, raw or as references; they were left out. */
  | 'control-characters'
  /** U+FFFD, which decoding leaves where bytes were no text. */
  | 'undecodable'
  /** A named entity that is none of XML's five: it stays as it is written. */
  | 'unknown-entity';

export interface XmlNote {
  kind: XmlNoteKind;
  /** Line of the first, and how many there were. */
  line: number;
  count: number;
  /** What the first one was; empty where there is nothing to name. */
  detail: string;
}

/** Collects notes: one of each kind, with its number. */
export function createXmlNotes(): { add: (kind: XmlNoteKind, line: number, detail?: string) => void; all: () => XmlNote[] } {
  const notes = new Map<XmlNoteKind, XmlNote>();
  return {
    add(kind, line, detail = '') {
      const known = notes.get(kind);
      if (known === undefined) notes.set(kind, { kind, line, count: 1, detail });
      else known.count++;
    },
    all: () => [...notes.values()].map((note) => ({ ...note })),
  };
}
