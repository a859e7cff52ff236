import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Assertion, Attestation, PasskeyCreation, PasskeyRequest } from '../../contract/passkeys.ts';

/** What a device may do wrong; what is left out it does right. */
export interface Wrongs {
  /** The page that asks. */
  origin?: string;
  /** The relying party that the device signs for. */
  rpId?: string;
  challenge?: string;
  /** It has not asked its owner. */
  isUnverified?: boolean;
  counter?: number;
  /** As bytes in base64url. */
  userHandle?: string | null;
  type?: string;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A number, a text, bytes or a map in CBOR (RFC 8949), as far as WebAuthn needs it. */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number): Buffer => {
    if (n < 24) return Buffer.from([(major << 5) | n]);
    if (n < 256) return Buffer.from([(major << 5) | 24, n]);
    return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const parts = [...value].flatMap(([key, one]) => [cbor(key), cbor(one as Parameters<typeof cbor>[0])]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

/** A device in software that holds one passkey for one account (WebAuthn Level 3, 6; ES256). */
export class Authenticator {
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly credentialId = base64url(randomBytes(32));
  readonly #origin: string;
  #userHandle = '';
  #counter = 0;

  /** @param origin the page that asks. */
  constructor(origin: string) {
    this.#origin = origin;
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Wrongs): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #data(rpId: string, wrongs: Wrongs, credential: Uint8Array = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrongs.counter ?? ++this.#counter);
    // User present, user verified, attested credential data.
    const flags = 1 | (wrongs.isUnverified === true ? 0 : 4) | (credential.length > 0 ? 64 : 0);
    return Buffer.concat([sha256(wrongs.rpId ?? rpId), Buffer.from([flags]), counter, credential]);
  }

  /** What `navigator.credentials.create()` gives. */
  create(options: PasskeyCreation, wrongs: Wrongs = {}): Attestation {
    this.#userHandle = options.user.id;
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const publicKey = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    const id = Buffer.from(this.credentialId, 'base64url');
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(publicKey)]);
    const statement = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#data(options.rp.id, wrongs, credential)],
    ]);
    const clientData = this.#clientData(wrongs.type ?? 'webauthn.create', wrongs.challenge ?? options.challenge, wrongs);
    return {
      ...{ id: this.credentialId, rawId: this.credentialId, type: 'public-key' },
      response: { clientDataJSON: base64url(clientData), attestationObject: base64url(cbor(statement)), transports: ['internal'] },
    };
  }

  /** What `navigator.credentials.get()` gives. */
  get(options: PasskeyRequest, wrongs: Wrongs = {}): Assertion {
    const clientData = this.#clientData(wrongs.type ?? 'webauthn.get', wrongs.challenge ?? options.challenge, wrongs);
    const data = this.#data(options.rpId, wrongs);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey);
    return {
      ...{ id: this.credentialId, rawId: this.credentialId, type: 'public-key' },
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle: wrongs.userHandle === undefined ? this.#userHandle : wrongs.userHandle,
      },
    };
  }
}
