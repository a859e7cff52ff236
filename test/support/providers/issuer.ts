import { exportJWK, exportPKCS8, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { type Answer, type Asked, CLIENT, type Dialect, type Grant, type ProviderStandIn, startProvider } from './stand-in.ts';

/** What an issuer does wrong in its signed word; null: nothing. */
export type Lie = 'issuer' | 'nonce' | 'signature' | 'audience' | 'expired' | 'none' | 'no-token' | null;

export interface IssuerStandIn extends ProviderStandIn {
  lies(next: Lie): void;
  /** Claims beside the obligatory ones. */
  claims: Record<string, unknown>;
  /** Of Apple: the private key of the site, as PEM. */
  clientKey: string;
}

export const APPLE = { teamId: 'TEAM123456', keyId: 'KEY1234567' } as const;

/** An issuer of OpenID Connect. @param form.isApple it speaks Apple's form: a signed client secret, and the answer is posted. */
export async function startIssuer({ isApple }: { isApple: boolean } = { isApple: false }): Promise<IssuerStandIn> {
  const [own, forged, client] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  const clientKey = await exportPKCS8(client.privateKey);
  const clientPublic = await importJWK(await exportJWK(client.publicKey), 'ES256');
  const claims: Record<string, unknown> = {
    name: '晚饭后',
    email: 'shared@example.com',
    email_verified: true,
    picture: 'https://id.example.com/p.png',
  };
  let lie: Lie = null;
  let secretOf = (asked: Asked): Promise<string> => Promise.resolve(asked.body.client_secret ?? '');

  async function idToken(url: string, { nonce }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const word = {
      ...claims,
      iss: lie === 'issuer' ? 'https://another.example' : url,
      sub: typeof claims.sub === 'string' ? claims.sub : 'person-1',
      aud: lie === 'audience' ? 'another-client' : CLIENT.id,
      iat: lie === 'expired' ? now - 7200 : now,
      exp: lie === 'expired' ? now - 3600 : now + 600,
      nonce: lie === 'nonce' ? 'another nonce' : nonce,
    };
    if (lie === 'none') {
      const part = (data: unknown): string => Buffer.from(JSON.stringify(data)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(word)}.`;
    }
    const signer = new SignJWT(word).setProtectedHeader({ alg: 'RS256', kid: 'k1' });
    return signer.sign(lie === 'signature' ? forged.privateKey : own.privateKey);
  }

  const server = await startProvider(async (url): Promise<Dialect> => {
    const folder = isApple ? '/auth' : '';
    if (isApple) {
      secretOf = async ({ body }) => {
        const options = { issuer: APPLE.teamId, subject: CLIENT.id, audience: url, algorithms: ['ES256'] };
        const checked = await jwtVerify(body.client_secret ?? '', clientPublic, options).catch(() => null);
        return checked?.protectedHeader.kid === APPLE.keyId ? CLIENT.secret : 'wrong';
      };
    }
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    return {
      authorizePath: `${folder}/authorize`,
      tokenPath: `${folder}/token`,
      refusal: { error: isApple ? 'user_cancelled_authorize' : 'access_denied' },
      clientOf: ({ body }) => ({
        id: body.client_id ?? '',
        secret: body.checked_secret ?? '',
        code: body.code ?? '',
        verifier: body.code_verifier,
      }),
      badCode: { status: 400, body: { error: 'invalid_grant' } },
      badSecret: { status: 400, body: { error: 'invalid_client' } },
      async token(grant): Promise<Answer> {
        const more = lie === 'no-token' ? {} : { id_token: await idToken(url, grant) };
        return { body: { access_token: 'at', token_type: 'Bearer', expires_in: 3600, ...more } };
      },
      others: {
        '/.well-known/openid-configuration': () => ({
          body: {
            issuer: url,
            authorization_endpoint: `${url}${folder}/authorize`,
            token_endpoint: `${url}${folder}/token`,
            jwks_uri: `${url}/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['pairwise'],
            id_token_signing_alg_values_supported: ['RS256'],
            ...(isApple ? {} : { code_challenge_methods_supported: ['S256'], userinfo_endpoint: `${url}/userinfo` }),
          },
        }),
        '/keys': () => ({ body: { keys: [jwk] } }),
        '/userinfo': () => ({ body: { sub: 'person-1', ...claims } }),
      },
      ...(isApple ? { sendBack: postedForm } : {}),
    };
  }, secretOfRequest);

  async function secretOfRequest(asked: Asked): Promise<Asked> {
    return { ...asked, body: { ...asked.body, checked_secret: await secretOf(asked) } };
  }

  return {
    ...server,
    clientKey,
    claims,
    lies(next) {
      lie = next;
    },
  };
}

/** A page that posts the answer, as Apple's does; the name comes at the first consent alone. */
function postedForm(to: URL, params: URLSearchParams): Answer {
  if (params.has('code')) params.set('user', JSON.stringify({ name: { firstName: '岸', lastName: '林' }, email: 'forged@example.com' }));
  const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const fields = [...params].map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  const html = `<!doctype html><form method="post" action="${escaped(to.href)}">${fields.join('')}</form><script>document.forms[0].submit()</script>`;
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: html };
}
