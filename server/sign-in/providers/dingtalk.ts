import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, jsonOf, readAnswer } from '../ask.ts';
import { below, endpointsOf, MaybeText, pictureOf, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';

const PUBLIC = { web: 'https://login.dingtalk.com', api: 'https://api.dingtalk.com' };

const Failure = z.object({ code: z.string(), message: z.string().optional() });
const Token = z.object({ accessToken: z.string().min(1) });
const User = z.object({ nick: MaybeText, avatarUrl: MaybeText, unionId: z.string().min(1).max(255) });

/** What is not a failure: those have words for codes. @throws SignInRefused. */
function succeeded<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const data = jsonOf(text);
  const failure = Failure.safeParse(data);
  if (!failure.success) return readAnswer(schema, data, what);
  const { code } = failure.data;
  const detail = `${what} ${code}`;
  if (/authCode/i.test(code)) throw new SignInRefused('code-refused', detail);
  if (/client|appkey|secret|permission|forbidden/i.test(code)) throw new SignInRefused('misconfigured', detail);
  throw new SignInRefused('bad-answer', detail);
}

/** Sign-in by 钉钉. Addresses there are what an organisation has typed: none is taken for the person's. */
export function createDingTalk(fetch: Outbound): Provider<OAuthWay> {
  return {
    async start(way, { state, redirectUri }) {
      const query = {
        redirect_uri: redirectUri,
        response_type: 'code',
        client_id: way.clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      };
      return below(endpointsOf(way, PUBLIC).web, '/oauth2/auth', query);
    },
    async finish(way, { params }) {
      const { api } = endpointsOf(way, PUBLIC);
      const code = codeIn(params, { name: params.has('authCode') ? 'authCode' : 'code' });
      const json = { clientId: way.clientId, clientSecret: way.secret, code, grantType: 'authorization_code' };
      const exchanged = await askProvider(fetch, below(api, '/v1.0/oauth2/userAccessToken'), { json });
      const { accessToken } = succeeded(Token, exchanged.text, 'token');
      const headers = { 'x-acs-dingtalk-access-token': accessToken };
      const user = succeeded(User, (await askProvider(fetch, below(api, '/v1.0/contact/users/me'), { headers })).text, 'user');
      return {
        subject: subjectAt(api, 'unionId', user.unionId),
        name: user.nick ?? '',
        avatar: pictureOf(user.avatarUrl),
        email: null,
        emailVerified: false,
      };
    },
  };
}
