import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, codeTable, jsonOf, OAUTH_ERRORS, readAnswer, refusedByCode } from '../ask.ts';
import { below, endpointsOf, MaybeText, pictureOf, ProviderId, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';

const PUBLIC = { web: 'https://api.weibo.com', api: 'https://api.weibo.com' };

const ERRORS = codeTable({
  cancelled: [21330],
  'code-refused': [21325],
  misconfigured: [21322, 21323, 21324],
  unreachable: [10023, 10024],
});

const Failure = z.object({ error_code: z.union([z.int(), z.string()]) });
const Token = z.object({ access_token: z.string().min(1), uid: ProviderId });
const User = z.object({
  idstr: z.string(),
  screen_name: MaybeText,
  name: MaybeText,
  avatar_large: MaybeText,
  profile_image_url: MaybeText,
});

/** What is not a failure. @throws SignInRefused. */
function succeeded<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const data = jsonOf(text);
  const failure = Failure.safeParse(data);
  if (failure.success) throw refusedByCode(ERRORS, failure.data.error_code, what);
  return readAnswer(schema, data, what);
}

/** Sign-in by 微博. Its id is the same for all apps; addresses are not asked for, which would take a right that few apps have. */
export function createWeibo(fetch: Outbound): Provider<OAuthWay> {
  return {
    async start(way, { state, redirectUri }) {
      const query = { client_id: way.clientId, redirect_uri: redirectUri, response_type: 'code', state };
      return below(endpointsOf(way, PUBLIC).web, '/oauth2/authorize', query);
    },
    async finish(way, { params, redirectUri }) {
      const { api } = endpointsOf(way, PUBLIC);
      const form = {
        client_id: way.clientId,
        client_secret: way.secret,
        grant_type: 'authorization_code',
        code: codeIn(params, { errors: OAUTH_ERRORS }),
        redirect_uri: redirectUri,
      };
      const exchanged = await askProvider(fetch, below(api, '/oauth2/access_token'), { form });
      const token = succeeded(Token, exchanged.text, 'token');
      const asked = { access_token: token.access_token, uid: token.uid };
      const user = succeeded(User, (await askProvider(fetch, below(api, '/2/users/show.json', asked))).text, 'user');
      if (user.idstr !== token.uid) throw new SignInRefused('bad-answer', 'uid');
      return {
        subject: subjectAt(api, token.uid),
        name: user.screen_name || user.name || '',
        avatar: pictureOf(user.avatar_large ?? user.profile_image_url),
        email: null,
        emailVerified: false,
      };
    },
  };
}
