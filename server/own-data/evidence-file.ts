/** How evidence is written: a page of parts, each of whole lines, and at its end the list of them with the signature. */
export const EVIDENCE_FORMAT = 'liangju-evidence';
export const EVIDENCE_VERSION = 1;

/** The line with which a part begins. What people wrote never begins a line so: there `<` is always an entity or `\u003c`. */
export const partLine = (name: string): string => `<!-- part ${name} -->`;
export const PART_LINE = /^<!-- part (?<name>[a-z0-9-]{1,40}) -->$/;

export const MANIFEST_LINE = '<!-- manifest -->';
const MANIFEST_TAG = '<script type="application/json" id="manifest">';
const SIGNATURE_TAG = '<script type="application/json" id="signature">';
const TAG_END = '</script>';
export const END_LINE = '</body></html>';

/** What is signed. */
export interface EvidenceManifest {
  format: typeof EVIDENCE_FORMAT;
  version: typeof EVIDENCE_VERSION;
  madeAt: string;
  /** Who asked, and why. */
  by: string;
  reason: string;
  site: string;
  about: { kind: 'site' | 'thread' | 'comment' | 'reader'; id: string };
  from: string | null;
  to: string | null;
  comments: number;
  /** Ed25519, base64url. */
  publicKey: string;
  /** SHA-256 of the bytes of each part, its own line included, in hexadecimal. */
  parts: { name: string; bytes: number; sha256: string }[];
}

/** The last lines of a file. The signature is of the manifest's bytes as they stand there. */
export function endOf(manifest: string, signature: string): string {
  return `${MANIFEST_LINE}\n${MANIFEST_TAG}${manifest}${TAG_END}\n${SIGNATURE_TAG}"${signature}"${TAG_END}\n${END_LINE}\n`;
}

/** Manifest and signature out of the two lines after `MANIFEST_LINE`; null: they are not as `endOf` writes them. */
export function readEnd(manifestLine: string, signatureLine: string): { manifest: string; signature: string } | null {
  const manifest = within(manifestLine, MANIFEST_TAG);
  const signature = within(signatureLine, SIGNATURE_TAG);
  if (manifest === null || signature === null || !/^"[\w-]{86}"$/.test(signature)) return null;
  return { manifest, signature: signature.slice(1, -1) };
}

const within = (line: string, tag: string): string | null =>
  line.startsWith(tag) && line.endsWith(TAG_END) ? line.slice(tag.length, -TAG_END.length) : null;

/** JSON that can stand in a page, on one line. */
export const jsonInPage = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
