import { createHash } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import type { AppleWay } from '../../domain/sign-in-settings.ts';
import type { Ms } from '../../domain/types.ts';
import { jsonOf } from '../ask.ts';
import type { Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';
import { personIn } from './oidc.ts';
import type { OidcClient, OidcFlow } from './oidc-flow.ts';

/** Apple takes half a year at most; each is used at once. */
const SECRET_FOR_S = 5 * 60;

/** What comes beside the code, at the very first consent alone, by way of the browser: good for a name and for nothing else. */
const FirstName = z.object({ name: z.object({ firstName: z.string().max(100).default(''), lastName: z.string().max(100).default('') }) });

function nameIn(user: string | null): string {
  const read = user === null || user.length > 2_000 ? null : FirstName.safeParse(jsonOf(user));
  if (read?.success !== true) return '';
  const { firstName, lastName } = read.data.name;
  const isHan = /^\p{Script=Han}+$/u.test(firstName + lastName);
  return isHan ? lastName + firstName : `${firstName} ${lastName}`.trim();
}

/** Sign-in with Apple: OpenID Connect whose client secret is a signed token, and whose answer is posted by the browser. */
export function createApple(flow: OidcFlow, now: () => Ms): Provider<AppleWay> {
  async function signedSecret({ secret, keyId, teamId, issuer, clientId }: AppleWay): Promise<string> {
    const key = await importPKCS8(secret.trim(), 'ES256').catch(() => {
      throw new SignInRefused('misconfigured', 'private key');
    });
    const seconds = Math.floor(now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(issuer)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + SECRET_FOR_S)
      .sign(key);
  }

  const clientOf = (way: AppleWay): OidcClient => ({
    issuer: way.issuer,
    clientId: way.clientId,
    secret: () => signedSecret(way),
    cacheKey: createHash('sha256').update([way.secret, way.keyId, way.teamId].join('\n')).digest('base64url'),
    scope: 'name email',
    extra: { response_mode: 'form_post' },
    usesPkce: false,
  });

  return {
    start: (way, request) => flow.start(clientOf(way), request),
    async finish(way, callback) {
      const person = personIn(await flow.finish(clientOf(way), withoutUser(callback)));
      return { ...person, name: person.name || nameIn(callback.params.get('user')) };
    },
  };
}

/** Its ID token beside the code is not wanted: the exchange gives one that was asked for. */
function withoutUser<T extends { params: URLSearchParams }>(callback: T): T {
  const params = new URLSearchParams(callback.params);
  params.delete('user');
  params.delete('id_token');
  return { ...callback, params };
}
