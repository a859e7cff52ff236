import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';

/** Signs evidence, and says by which key. */
export interface EvidenceKey {
  /** 32 bytes as base64url, as in a JWK (RFC 8037). */
  publicKey: string;
  /** An Ed25519 signature (RFC 8032) as base64url. */
  sign: (bytes: Uint8Array) => string;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The service's key for evidence, derived (HKDF-SHA256, RFC 5869) from the server's secret: it is there with the first use, the same
 * on all machines of the service, and kept wherever the secret is kept.
 */
export function evidenceKey(serverSecret: string): EvidenceKey {
  const seed = Buffer.from(hkdfSync('sha256', serverSecret, '', 'liangju/evidence/v1', 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  return { publicKey, sign: (bytes) => sign(null, bytes, key).toString('base64url') };
}
