import { hasDuplicateKey } from './unique-json.ts';
import { TokenRefused } from './token-refused.ts';

/** Longest token, in bytes. */
export const LONGEST_TOKEN = 8 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

/** The two readable parts of a token, nothing of them checked yet. */
export interface TokenParts {
  header: JsonObject;
  payload: JsonObject;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Takes a token (JWS in its compact form, RFC 7515) apart. Of every text there is one form: base64url without padding or
 * loose bits, JSON in UTF-8 without a key twice.
 * @throws TokenRefused `too-large`, `malformed`, `duplicate`.
 */
export function partsOf(token: string): TokenParts {
  if (Buffer.byteLength(token) > LONGEST_TOKEN) throw new TokenRefused('too-large');
  if (!COMPACT.test(token)) throw new TokenRefused('malformed');
  const [header = '', payload = '', signature = ''] = token.split('.');
  bytesOf(signature);
  return { header: objectOf(header), payload: objectOf(payload) };
}

function bytesOf(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new TokenRefused('malformed');
  return bytes;
}

function objectOf(part: string): JsonObject {
  const bytes = bytesOf(part);
  let text: string;
  let value: unknown;
  try {
    text = UTF8.decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new TokenRefused('malformed', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TokenRefused('malformed');
  if (hasDuplicateKey(text)) throw new TokenRefused('duplicate');
  return Object.fromEntries(Object.entries(value));
}
