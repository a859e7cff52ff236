/** The chosen elements of an XML file of an export, and what is wrong with it. */
import { createReadStream } from 'node:fs';
import type { SourceNotice } from '../formats/format.ts';
import { NotImportable, type Place } from './not-importable.ts';
import type { SourceEntry } from './source-entry.ts';
import { type FoundElement, readXmlElements, type XmlElement } from './xml-elements.ts';
import { XmlFault, type XmlFaultReason, type XmlNoteKind } from './xml-fault.ts';

const REASONS = {
  doctype: 'doctype',
  malformed: 'not-xml',
  'too-deep': 'too-large',
  'too-large': 'too-large',
  empty: 'not-xml',
} as const satisfies Record<XmlFaultReason, NotImportable['why']>;

/** null: nothing that the person who imports should know. */
const NOTICES: Record<XmlNoteKind, SourceNotice['notice'] | null> = {
  'stray-text': 'stray-characters',
  'several-roots': 'stray-characters',
  'undeclared-prefix': 'undeclared-prefix',
  'control-characters': 'control-characters',
  undecodable: 'invalid-bytes',
  'unknown-entity': null,
};

/** What the parser says at the end of a document that has not ended. */
const IS_CUT = /^unclosed tag|^unexpected end/;

/**
 * @param chosen see `readXmlElements`.
 * @throws NotImportable `doctype`, `not-xml`, `cut`, `too-large` with the line.
 */
export async function* readXmlRecords(
  entry: SourceEntry,
  chosen: ReadonlySet<string>,
  place: (line: number) => Place,
): AsyncGenerator<{ found: FoundElement } | { notice: SourceNotice }> {
  const reading = readXmlElements(createReadStream(entry.path, { encoding: 'utf8', highWaterMark: 256 * 1024 }), chosen);
  try {
    for await (const found of reading.elements) yield { found };
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    const why = error.why === 'malformed' && IS_CUT.test(error.detail) ? 'cut' : REASONS[error.why];
    throw new NotImportable(why, { at: place(error.line) });
  }
  for (const { kind, line } of reading.notes()) {
    const notice = NOTICES[kind];
    if (notice !== null) yield { notice: { type: 'notice', notice, at: place(line) } };
  }
}

/** The local name of the first element of a document whose beginning is given; empty when there is none. */
export function rootName(text: string): string {
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const end = endOfProlog(text, at);
    if (end === null) return /^<(?:[\w.-]{1,100}:)?([\w.-]{1,100})[\s/>]/.exec(text.slice(at, at + 300))?.[1] ?? '';
    if (end === -1) return '';
    at = end;
  }
  return '';
}

/** Where a declaration, a comment or a document type ends that begins here; null when it is none of them, -1 when it does not end. */
function endOfProlog(text: string, at: number): number | null {
  const after = (sign: string, from: number): number => {
    const found = text.indexOf(sign, from);
    return found === -1 ? -1 : found + sign.length;
  };
  if (text.startsWith('<?', at)) return after('?>', at);
  if (text.startsWith('<!--', at)) return after('-->', at);
  if (!text.startsWith('<!', at)) return null;
  const [bracket, end] = [text.indexOf('[', at), text.indexOf('>', at)];
  const inner = bracket !== -1 && bracket < end ? after(']', bracket) : at;
  return inner === -1 ? -1 : after('>', inner);
}

/** The text of the first child of a name without a prefix, without blanks around it; empty where there is none. */
export function plainTextOf(children: readonly XmlElement[], name: string): string {
  return children.find((child) => child.name === name && child.prefix === '')?.text.trim() ?? '';
}
