import { expect, test } from '@jest/globals';
import { encodingFor } from '../../server/page-cache/encoding.ts';
import { contentHash, etagOf, knownEtag } from '../../server/page-cache/etag.ts';

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP;q=0.5', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0.0', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['identity;q=1, *;q=0', 'identity'],
  ['brotli, gzipped', 'identity'],
  ['gzip;q=nonsense', 'identity'],
])('Accept-Encoding %p gets %s', (header, encoding) => {
  expect(encodingFor(header)).toBe(encoding);
});

test('a validator is known in any packing, weak or strong, among others', () => {
  const hash = contentHash('一页');
  for (const tag of [etagOf(hash), etagOf(hash, 'gzip'), etagOf(hash, 'br')]) {
    expect(knownEtag(tag, hash)).toBe(tag);
    expect(knownEtag(`"x", W/${tag} , "y"`, hash)).toBe(tag);
  }
  expect(knownEtag('*', hash)).toBe(etagOf(hash));
  for (const other of [undefined, '', '"x"', hash, `"${hash}-zst"`, `"${hash}`, etagOf(contentHash('另一页'))]) {
    expect(knownEtag(other, hash)).toBeNull();
  }
});
