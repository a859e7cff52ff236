import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, jsonOf, OAUTH_ERRORS, readAnswer, refusedByCode } from '../ask.ts';
import { below, endpointsOf, MaybeText, pictureOf, ProviderId, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';

const PUBLIC = { web: 'https://gitee.com', api: 'https://gitee.com/api/v5' };

const Token = z.union([z.object({ error: z.string() }), z.object({ access_token: z.string().min(1) })]);
const User = z.object({ id: ProviderId, login: z.string(), name: MaybeText, avatar_url: MaybeText });
const Emails = z.array(z.object({ email: z.string(), state: z.string(), scope: z.array(z.string()).default([]) }));

/** Sign-in by a third-party application of Gitee. */
export function createGitee(fetch: Outbound): Provider<OAuthWay> {
  return {
    async start(way, { state, redirectUri }) {
      return below(endpointsOf(way, PUBLIC).web, '/oauth/authorize', {
        client_id: way.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'user_info emails',
        state,
      });
    },
    async finish(way, { params, redirectUri }) {
      const { web, api } = endpointsOf(way, PUBLIC);
      const form = {
        grant_type: 'authorization_code',
        client_id: way.clientId,
        client_secret: way.secret,
        code: codeIn(params),
        redirect_uri: redirectUri,
      };
      const exchanged = await askProvider(fetch, below(web, '/oauth/token'), { form });
      const token = readAnswer(Token, jsonOf(exchanged.text), 'token');
      if ('error' in token) throw refusedByCode(OAUTH_ERRORS, token.error, 'token');
      const asked = async (path: string): Promise<unknown> =>
        jsonOf((await askProvider(fetch, below(api, path, { access_token: token.access_token }))).text);
      const user = readAnswer(User, await asked('/user'), 'user');
      // Without the scope `emails` there is no list.
      const emails = Emails.safeParse(await asked('/emails'));
      const email = emails.success
        ? emails.data.find(({ state, scope }) => state === 'confirmed' && scope.includes('primary'))?.email
        : undefined;
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
