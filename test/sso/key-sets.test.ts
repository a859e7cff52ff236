import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { compactVerify } from 'jose';
import { createOutbound } from '../../server/outbound/fetch.ts';
import { createKeySets, type KeySets } from '../../server/sso/key-sets.ts';
import { makeKeys, signedBy } from '../http/sso-tokens.ts';

/** Long enough for a set to be read again, ms. */
const LATER = 11 * 60_000;
const DAY = 24 * 3_600_000;

const keys = makeKeys();
const ours = { ...keys.ES256.publicKey.export({ format: 'jwk' }), kid: 'ours' };
const token = signedBy('ES256', keys.ES256.privateKey, { header: { kid: 'ours' } });

let keyServer: Server;
let url = '';
let answer = { status: 200, body: '' };
let clock = 0;
let sets: KeySets;

beforeAll(async () => {
  keyServer = createServer((_req, res) => res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body));
  await once(keyServer.listen(0, '127.0.0.1'), 'listening');
  const address = keyServer.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`;
});
afterAll(() => void keyServer?.close());
beforeEach(() => {
  sets = createKeySets({ fetch: createOutbound({ allowLoopback: true }), now: () => clock });
});

/** What the address gives from now on. */
function give(body: unknown, status = 200): void {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Is our token taken? Else why not. */
async function outcome(): Promise<string> {
  try {
    await compactVerify(token, await sets.get(url, 'ours'), { algorithms: ['ES256'] });
    return 'taken';
  } catch (error) {
    return error instanceof Error && 'reason' in error ? String(error.reason) : String(error);
  }
}

describe('keys that were read', () => {
  beforeEach(async () => {
    give({ keys: [ours] });
    expect(await outcome()).toBe('taken');
    clock += LATER;
  });

  test.each([
    ['an empty set', { keys: [] }, 200],
    ['404', 'gone', 404],
    ['410', 'gone', 410],
    ['JSON that is no set', {}, 200],
    ['a set with a private part', { keys: [ours, keys.RS256.privateKey.export({ format: 'jwk' })] }, 200],
    ['a set without a public key', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }, 200],
  ])('are withdrawn by %s, also when the address gives no answer after that', async (_, body, status) => {
    give(body, status);
    expect(await outcome()).toBe('keys-unreachable');
    clock += LATER;
    give('broken', 500);
    expect(await outcome()).toBe('keys-unreachable');
    clock += LATER;
    give({ keys: [ours] });
    expect(await outcome()).toBe('taken');
  });

  test.each([
    ['500', { keys: [] }, 500],
    ['503', '', 503],
    ['429', '', 429],
    ['no JSON', '<html>', 200],
    ['more than can be read', `{"keys":[],"more":"${'x'.repeat(70_000)}"}`, 200],
  ])('are used for a day while the address gives %s, and no longer', async (_, body, status) => {
    give(body, status);
    expect(await outcome()).toBe('taken');
    clock += DAY - 2 * LATER;
    expect(await outcome()).toBe('taken');
    clock += 2 * LATER;
    expect(await outcome()).toBe('keys-unreachable');
  });
});

describe('keys of a set that cannot be used', () => {
  test.each<[string, unknown]>([
    ['an unknown kind', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'abc', kid: 'ours' }],
    ['a symmetric one', { kty: 'oct', k: 'c2VjcmV0', kid: 'ours' }],
    ['one without a kind', { kid: 'ours' }],
    ['one whose kid is no text', { ...ours, kid: 7 }],
    ['one without its numbers', { kty: 'EC', crv: 'P-256', kid: 'ours' }],
    ['one whose numbers are no text', { ...ours, x: 1, y: null }],
    ['no object', null],
    ['a text', 'key'],
  ])('are ignored one by one: %s', async (_, odd) => {
    clock += DAY;
    give({ keys: [odd, ours, odd] });
    expect(await outcome()).toBe('taken');
  });
});
