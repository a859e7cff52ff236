import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Secrets of the site in the tests: the newest, and the one before it. */
export const SECRET = 'kept-by-the-website-and-by-the-box-0';
export const OLD_SECRET = 'kept-by-both-until-the-change-is-done';
export const ISSUER = 'https://news.example';

export type Claims = Record<string, unknown>;

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Seconds since 1970. */
export const seconds = (): number => Math.floor(Date.now() / 1_000);

/** The claims of a token that is right; `undefined` leaves one out. */
export function claimsOf(more: Claims = {}): Claims {
  const iat = seconds();
  return { iss: ISSUER, aud: 'demo', sub: 'u-1', iat, exp: iat + 3_600, name: '沈砚', ...more };
}

interface Made {
  header?: Claims | string;
  claims?: Claims | string;
  secret?: string;
  hash?: string;
}

/** A token with an HMAC; header and claims may be any text. */
export function tokenOf({
  header = { alg: 'HS256', typ: 'JWT' },
  claims = claimsOf(),
  secret = SECRET,
  hash = 'sha256',
}: Made = {}): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

/** Keys of each kind that may sign. */
export const makeKeys = () => ({
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
});
export type Alg = keyof ReturnType<typeof makeKeys>;

/** A token that a private key has signed. */
export function signedBy(
  alg: Alg,
  key: KeyObject,
  { header = {}, claims = claimsOf() }: { header?: Claims; claims?: Claims } = {},
): string {
  const text = `${encoded({ alg, typ: 'JWT', ...header })}.${encoded(claims)}`;
  const hash = alg === 'EdDSA' ? null : 'sha256';
  return `${text}.${sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Tokens that are wrong in one thing, with the reason that the site's log gives; all are signed with the right secret unless that is it. */
export function hostileTokens(publicKey: string): [name: string, token: string, reason: string][] {
  const now = seconds();
  const claims = (more: Claims) => tokenOf({ claims: claimsOf(more) });
  const header = (more: Claims) => tokenOf({ header: { alg: 'HS256', typ: 'JWT', ...more } });
  const raw = (text: string) => tokenOf({ claims: text });
  const good = tokenOf();
  const [head = '', body = '', tail = ''] = good.split('.');
  const unsigned = (alg: unknown) => `${encoded({ alg, typ: 'JWT' })}.${encoded(claimsOf())}`;
  const json = JSON.stringify(claimsOf());
  const inside = json.slice(1, -1);
  return [
    // Form
    ['nothing', '', 'malformed'],
    ['one part', 'abc', 'malformed'],
    ['two parts', `${head}.${body}`, 'malformed'],
    ['four parts', `${good}.x`, 'malformed'],
    ['five parts, as an encrypted one has', `${good}.x.y`, 'malformed'],
    ['a blank before', ` ${good}`, 'malformed'],
    ['a line after', `${good}\n`, 'malformed'],
    ['padding', `${head}=.${body}.${tail}`, 'malformed'],
    ['the other base64 alphabet', `${head}.${body}.+/${tail.slice(2)}`, 'malformed'],
    ['loose bits at the end of the signature', `${head}.${body}.${tail.slice(0, -1)}${looser(tail.at(-1) ?? '')}`, 'malformed'],
    ['a header that is a list', tokenOf({ header: '[]' }), 'malformed'],
    ['a header that is no JSON', tokenOf({ header: '{"alg":"HS256"' }), 'malformed'],
    ['claims that are a list', raw('[]'), 'malformed'],
    ['claims that are null', raw('null'), 'malformed'],
    ['claims that are a text', raw('"sub"'), 'malformed'],
    ['claims that are no JSON', raw(json.slice(0, -1)), 'malformed'],
    ['claims with a comment', raw(`${json}//`), 'malformed'],
    ['claims in another encoding', `${head}.${Buffer.from('{"name":"\xe9"}', 'latin1').toString('base64url')}.${tail}`, 'malformed'],
    ['8 KB and one more', tokenOf({ claims: claimsOf({ note: 'x'.repeat(6_200) }) }), 'too-large'],
    ['60 KB', tokenOf({ claims: claimsOf({ note: 'x'.repeat(45_000) }) }), 'too-large'],
    ['claims so deep that nothing else fits', raw(`{"a":${'['.repeat(2_500)}${']'.repeat(2_500)},${inside}}`), 'good'],
    // Keys twice
    ['a claim twice', raw(`{${inside},"sub":"u-2"}`), 'duplicate'],
    ['a claim twice, once written with an escape', raw(`{${inside},"\\u0073ub":"u-2"}`), 'duplicate'],
    ['a key twice inside of a claim', raw(`{${inside},"more":{"a":1,"a":2}}`), 'duplicate'],
    ['a key twice inside of a list', raw(`{${inside},"more":[{"a":1,"a":2}]}`), 'duplicate'],
    ['the algorithm twice', tokenOf({ header: '{"alg":"none","alg":"HS256"}' }), 'duplicate'],
    // Algorithm
    ['alg none, no signature', `${unsigned('none')}.`, 'malformed'],
    ['alg none', `${unsigned('none')}.${tail}`, 'algorithm'],
    ['alg None', `${unsigned('None')}.${tail}`, 'algorithm'],
    ['alg NONE', `${unsigned('NONE')}.${tail}`, 'algorithm'],
    ['alg nOnE', `${unsigned('nOnE')}.${tail}`, 'algorithm'],
    ['alg empty', `${unsigned('')}.${tail}`, 'algorithm'],
    ['alg missing', tokenOf({ header: { typ: 'JWT' } }), 'algorithm'],
    ['alg null', header({ alg: null }), 'algorithm'],
    ['alg a number', header({ alg: 256 }), 'algorithm'],
    ['alg a list', header({ alg: ['HS256'] }), 'algorithm'],
    ['alg in small letters', header({ alg: 'hs256' }), 'algorithm'],
    ['alg with a blank', header({ alg: 'HS256 ' }), 'algorithm'],
    ['HS384', tokenOf({ header: { alg: 'HS384' }, hash: 'sha384' }), 'algorithm'],
    ['HS512', tokenOf({ header: { alg: 'HS512' }, hash: 'sha512' }), 'algorithm'],
    ['RS256 where a secret is set', header({ alg: 'RS256' }), 'algorithm'],
    ['PS256', header({ alg: 'PS256' }), 'algorithm'],
    ['ES256K', header({ alg: 'ES256K' }), 'algorithm'],
    ['dir', header({ alg: 'dir' }), 'algorithm'],
    // Header
    ['jwk', header({ jwk: { kty: 'oct', k: encoded(SECRET) } }), 'header'],
    ['jku', header({ jku: 'http://127.0.0.1:9/keys' }), 'header'],
    ['x5u', header({ x5u: 'http://127.0.0.1:9/cert' }), 'header'],
    ['x5c', header({ x5c: ['MIIB'] }), 'header'],
    ['crit', header({ crit: ['exp'] }), 'header'],
    ['crit empty', header({ crit: [] }), 'header'],
    ['b64 false', header({ b64: false, crit: ['b64'] }), 'header'],
    ['zip', header({ zip: 'DEF' }), 'header'],
    ['enc', header({ enc: 'A128GCM' }), 'header'],
    ['cty JWT', header({ cty: 'JWT' }), 'header'],
    ['another typ', header({ typ: 'at+jwt' }), 'header'],
    ['typ a number', header({ typ: 1 }), 'header'],
    ['kid a number', header({ kid: 1 }), 'header'],
    ['kid an object', header({ kid: { $ne: '' } }), 'header'],
    ['kid empty', header({ kid: '' }), 'header'],
    ['kid too long', header({ kid: 'k'.repeat(201) }), 'header'],
    // Signature
    ['no signature', `${head}.${body}.`, 'malformed'],
    ['another secret', tokenOf({ secret: 'another-secret-of-thirty-two-bytes-0' }), 'signature'],
    ['an empty secret', tokenOf({ secret: '' }), 'signature'],
    ['the public key as secret', tokenOf({ secret: publicKey }), 'signature'],
    [
      'the kid as path, signed with what stands there',
      tokenOf({ header: { alg: 'HS256', kid: '../../dev/null' }, secret: '' }),
      'signature',
    ],
    [
      'the kid as query, signed with what it would give',
      tokenOf({ header: { alg: 'HS256', kid: "x' UNION SELECT 'k" }, secret: 'k' }),
      'signature',
    ],
    ['claims exchanged', `${head}.${encoded(claimsOf({ sub: 'u-2' }))}.${tail}`, 'signature'],
    ['header exchanged', `${encoded({ alg: 'HS256' })}.${body}.${tail}`, 'signature'],
    ['half a signature', `${head}.${body}.${tail.slice(0, 21)}`, 'malformed'],
    ['a longer signature', `${head}.${body}.${tail}AAAA`, 'signature'],
    ['the mask as secret', tokenOf({ secret: '••••' }), 'signature'],
    // Issuer and audience
    ['no issuer', claims({ iss: undefined }), 'issuer'],
    ['another issuer', claims({ iss: 'https://other.example' }), 'issuer'],
    ['the issuer with a slash', claims({ iss: `${ISSUER}/` }), 'issuer'],
    ['the issuer in capitals', claims({ iss: ISSUER.toUpperCase() }), 'issuer'],
    ['the issuer in a list', claims({ iss: [ISSUER] }), 'issuer'],
    ['the issuer null', claims({ iss: null }), 'issuer'],
    ['no audience', claims({ aud: undefined }), 'audience'],
    ['another site', claims({ aud: 'other' }), 'audience'],
    ['two audiences', claims({ aud: ['demo', 'other'] }), 'audience'],
    ['the audience in a list of a list', claims({ aud: [['demo']] }), 'audience'],
    ['an empty list of audiences', claims({ aud: [] }), 'audience'],
    ['the audience in capitals', claims({ aud: 'DEMO' }), 'audience'],
    ['all audiences', claims({ aud: '*' }), 'audience'],
    ['an object as audience', claims({ aud: { $in: ['demo'] } }), 'audience'],
    // Times
    ['no iat', claims({ iat: undefined }), 'issued-at'],
    ['iat a text', claims({ iat: String(now) }), 'issued-at'],
    ['iat below zero', claims({ iat: -1 }), 'issued-at'],
    ['iat in two minutes', claims({ iat: now + 120, exp: now + 3_600 }), 'issued-at'],
    ['iat in milliseconds', claims({ iat: now * 1_000, exp: now * 1_000 + 3_600 }), 'issued-at'],
    ['no exp', claims({ exp: undefined }), 'expires-at'],
    ['exp a text', claims({ exp: String(now + 60) }), 'expires-at'],
    ['exp null', claims({ exp: null }), 'expires-at'],
    ['exp too large to be a time', raw(`{"exp":1e999,${JSON.stringify(claimsOf({ exp: undefined })).slice(1)}`), 'expires-at'],
    ['exp before iat', claims({ exp: now - 10 }), 'expires-at'],
    ['25 hours', claims({ exp: now + 25 * 3_600 }), 'too-long'],
    ['a second more than 24 hours', claims({ iat: now, exp: now + 86_401 }), 'too-long'],
    ['expired', claims({ iat: now - 3_700, exp: now - 100 }), 'expired'],
    ['valid only later', claims({ nbf: now + 600 }), 'not-yet'],
    ['nbf a text', claims({ nbf: 'now' }), 'not-yet'],
    // Who
    ['no sub', claims({ sub: undefined }), 'subject'],
    ['sub empty', claims({ sub: '' }), 'subject'],
    ['sub of blanks', claims({ sub: '  ' }), 'subject'],
    ['sub a number', claims({ sub: 1 }), 'subject'],
    ['sub an object', claims({ sub: { $gt: '' } }), 'subject'],
    ['sub of 129 signs', claims({ sub: 's'.repeat(129) }), 'subject'],
    ['sub with a control sign', claims({ sub: 'u\u0000-1' }), 'subject'],
    ['sub with half a sign', raw(json.replace('u-1', 'u\\ud800')), 'subject'],
    ['no name', claims({ name: undefined }), 'name'],
    ['a name of nothing seen', claims({ name: '\u200b\u2060' }), 'name'],
    ['a name of 31 signs', claims({ name: '名'.repeat(31) }), 'name'],
    ['a name that is a list', claims({ name: ['沈砚'] }), 'name'],
    ['a name that speaks for the site', claims({ name: '管理员' }), 'name'],
    // What else it says
    ['a picture over http', claims({ avatar: 'http://pictures.example/a.png' }), 'avatar'],
    ['a picture as script', claims({ avatar: 'javascript:alert(1)' }), 'avatar'],
    ['a picture as data', claims({ avatar: 'data:image/png;base64,AA' }), 'avatar'],
    ['a picture with a password', claims({ avatar: 'https://a:b@pictures.example/a.png' }), 'avatar'],
    ['a picture of another host', claims({ avatar: 'https://other.example/a.png' }), 'avatar-host'],
    ['a picture of a host that ends like one', claims({ avatar: 'https://evilpictures.example/a.png' }), 'avatar-host'],
    ['a picture of a host below', claims({ avatar: 'https://pictures.example.evil.example/a.png' }), 'avatar-host'],
    ['a picture by another port', claims({ avatar: 'https://pictures.example:8443/a.png' }), 'avatar-host'],
    ['an address as script', claims({ url: 'javascript:alert(1)' }), 'url'],
    ['an address with a password', claims({ url: 'https://a:b@blog.example/' }), 'url'],
    ['no mail address', claims({ email: 'nobody' }), 'email'],
    ['a mail address with a header', claims({ email: 'a@b.example\r\nBcc: c@d.example' }), 'email'],
    ['email_verified a text', claims({ email: 'a@b.example', email_verified: 'true' }), 'email'],
    ['email_verified without an address', claims({ email_verified: true }), 'email'],
    ['a badge that the site has not', claims({ badge: '站长' }), 'badge'],
    ['the badge of staff', claims({ badge: 'staff' }), 'badge'],
    ['the badge of the author', claims({ badge: 'author' }), 'badge'],
    ['verified true', claims({ verified: true }), 'verified'],
    ['verified by something else', claims({ verified: 'face' }), 'verified'],
    ['minor a text', claims({ minor: 'true' }), 'minor'],
    ['minor a number', claims({ minor: 1 }), 'minor'],
    ['minor null', claims({ minor: null }), 'minor'],
    ['minor in a list', claims({ minor: [true] }), 'minor'],
    ['minor an age', claims({ minor: { age: 15 } }), 'minor'],
    ['a person who was not verified', claims({ person: 'p-1' }), 'person'],
    ['author of a text', claims({ authorOf: 'k' }), 'author-of'],
    ['author of everything', claims({ authorOf: [''] }), 'author-of'],
    ['author of 101 articles', claims({ authorOf: Array.from({ length: 101 }, (_, i) => `k${i}`) }), 'author-of'],
    ['a language that is none', claims({ lang: '../../etc' }), 'lang'],
    // What would raise rights
    ...['role', 'roles', 'staff', 'is_staff', 'admin', 'isAdmin', 'permissions', 'scope', 'grants', 'moderator', 'kind', 'constructor'].map(
      (name): [string, string, string] => [`the claim ${name}`, claims({ [name]: 'administrator' }), 'reserved-claim'],
    ),
    ['the claim __proto__', raw(`{"__proto__":{"badge":"staff"},${inside}}`), 'reserved-claim'],
  ];
}

/** The next sign of the alphabet: it differs in the bits that no byte has. */
function looser(sign: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(sign) ^ 1] ?? '';
}
