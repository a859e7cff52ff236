import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { END_LINE, type EvidenceManifest, MANIFEST_LINE, PART_LINE, readEnd } from './evidence-file.ts';

/** What a look at a file of evidence came to. */
export type EvidenceCheck =
  | { isTrue: true; manifest: EvidenceManifest }
  /** It is not evidence, or its end is missing. */
  | { isTrue: false; why: 'not-evidence' | 'wrong-signature' }
  /** Parts that were changed, added, taken away or put in another order. */
  | { isTrue: false; why: 'changed'; parts: string[] };

/** More than the manifest of a million comments. */
const LONGEST_LINE = 64 * 1024 ** 2;
const FIRST_LINE = '<!doctype html>';

/**
 * Is the file as it was written? Read piece by piece. By which key it was signed is the caller's question (`manifest.publicKey`).
 * @throws what the file system throws.
 */
export async function verifyEvidence(file: string): Promise<EvidenceCheck> {
  const found: EvidenceManifest['parts'] = [];
  const end: string[] = [];
  let isEnd = false;
  let part: { name: string; bytes: number; hash: ReturnType<typeof createHash> } | null = null;
  let isFirst = true;
  const close = (): void => {
    if (part !== null) found.push({ name: part.name, bytes: part.bytes, sha256: part.hash.digest('hex') });
    part = null;
  };
  for await (const bytes of linesOf(file)) {
    const line = bytes.toString('utf8').slice(0, -1);
    if (isFirst) {
      isFirst = false;
      if (line !== FIRST_LINE) return { isTrue: false, why: 'not-evidence' };
      continue;
    }
    if (line === MANIFEST_LINE) {
      close();
      isEnd = true;
    } else if (isEnd) end.push(line);
    else {
      const name = PART_LINE.exec(line)?.groups?.name;
      if (name !== undefined) {
        close();
        part = { name, bytes: 0, hash: createHash('sha256') };
      }
      if (part === null) return { isTrue: false, why: 'not-evidence' };
      part.bytes += bytes.length;
      part.hash.update(bytes);
    }
  }
  return assess(found, end);
}

function assess(found: EvidenceManifest['parts'], end: readonly string[]): EvidenceCheck {
  const signed = end.length === 3 && end[2] === END_LINE ? readEnd(end[0] ?? '', end[1] ?? '') : null;
  const manifest = signed === null ? null : manifestIn(signed.manifest);
  if (signed === null || manifest === null) return { isTrue: false, why: 'not-evidence' };
  if (!isSigned(signed, manifest.publicKey)) return { isTrue: false, why: 'wrong-signature' };
  const parts = changedParts(manifest.parts, found);
  return parts.length === 0 ? { isTrue: true, manifest } : { isTrue: false, why: 'changed', parts };
}

function changedParts(wanted: EvidenceManifest['parts'], found: EvidenceManifest['parts']): string[] {
  const changed = new Set<string>();
  for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
    const [one, other] = [wanted[i], found[i]];
    if (one?.name === other?.name && one?.sha256 === other?.sha256) continue;
    for (const part of [one, other]) if (part !== undefined) changed.add(part.name);
  }
  return [...changed];
}

function isSigned({ manifest, signature }: { manifest: string; signature: string }, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(manifest), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function manifestIn(text: string): EvidenceManifest | null {
  try {
    const value: EvidenceManifest = JSON.parse(text);
    const isOurs = value.format === 'liangju-evidence' && value.version === 1 && Array.isArray(value.parts);
    return isOurs && typeof value.publicKey === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** The lines of a file as bytes, each with its end; a last one without an end has nothing of it, which no part can be. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.from(chunk);
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      yield Buffer.concat([...rest, bytes.subarray(from, at + 1)]);
      rest = [];
      length = 0;
      from = at + 1;
    }
    rest.push(bytes.subarray(from));
    length += bytes.length - from;
    if (length > LONGEST_LINE) return;
  }
  if (length > 0) yield Buffer.concat([...rest, Buffer.from('\n')]);
}
