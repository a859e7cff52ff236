import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, codeTable, jsonOf, readAnswer, refusedByCode } from '../ask.ts';
import { below, challengeOf, endpointsOf, MaybeText, pictureOf, ProviderId, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';

/** GitHub Enterprise Server has its API at `https://host/api/v3`. */
const PUBLIC = { web: 'https://github.com', api: 'https://api.github.com' };

/** Errors of the exchange come with status 200 (GitHub Docs, “Troubleshooting OAuth app access token request errors”). */
const ERRORS = codeTable({
  'code-refused': ['bad_verification_code'],
  misconfigured: ['incorrect_client_credentials', 'redirect_uri_mismatch'],
  'no-account': ['unverified_user_email'],
});

const Token = z.union([z.object({ error: z.string() }), z.object({ access_token: z.string().min(1) })]);
const User = z.object({ id: ProviderId, login: z.string(), name: MaybeText, avatar_url: MaybeText });
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** Sign-in by an OAuth app of GitHub. The id is a number: a login can be given to somebody else. */
export function createGitHub(fetch: Outbound): Provider<OAuthWay> {
  return {
    async start(way, { state, codeVerifier, redirectUri }) {
      return below(endpointsOf(way, PUBLIC).web, '/login/oauth/authorize', {
        client_id: way.clientId,
        redirect_uri: redirectUri,
        scope: 'read:user user:email',
        state,
        code_challenge: challengeOf(codeVerifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(way, { params, codeVerifier, redirectUri }) {
      const { web, api } = endpointsOf(way, PUBLIC);
      const form = {
        client_id: way.clientId,
        client_secret: way.secret,
        code: codeIn(params),
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
      };
      const exchanged = await askProvider(fetch, below(web, '/login/oauth/access_token'), { form });
      const token = readAnswer(Token, jsonOf(exchanged.text), 'token');
      if ('error' in token) throw refusedByCode(ERRORS, token.error, 'token');
      const headers = { authorization: `Bearer ${token.access_token}`, accept: 'application/vnd.github+json' };
      const user = readAnswer(User, jsonOf((await askProvider(fetch, below(api, '/user'), { headers })).text), 'user');
      // The address in `user` is the one that its owner shows, not one that GitHub vouches for. Without the scope there is none.
      const emails = Emails.safeParse(jsonOf((await askProvider(fetch, below(api, '/user/emails'), { headers })).text));
      const email = emails.success ? emails.data.find(({ primary, verified }) => primary && verified)?.email : undefined;
      return {
        subject: subjectAt(api, user.id),
        name: user.name || user.login,
        avatar: pictureOf(user.avatar_url),
        email: email ?? null,
        emailVerified: email !== undefined,
      };
    },
  };
}
