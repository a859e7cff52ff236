import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, codeTable, jsonOf, readAnswer, refusedByCode } from '../ask.ts';
import { below, challengeOf, endpointsOf, MaybeText, pictureOf, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';

/** Lark has `https://accounts.larksuite.com` and `https://open.larksuite.com`. */
const PUBLIC = { web: 'https://accounts.feishu.cn', api: 'https://open.feishu.cn' };

/** `code` of an answer, 0 for success (飞书 open platform, “获取 user_access_token”). */
const ERRORS = codeTable({
  'code-refused': [20003, 20004, 20049, 20065],
  misconfigured: [20002, 20024, 20070, 20071],
  'no-account': [20010],
  unreachable: [20050],
});

const Failure = z.object({ code: z.int().refine((code) => code !== 0) });
const Token = z.object({ code: z.literal(0), access_token: z.string().min(1) });
const User = z.object({
  code: z.literal(0),
  data: z.object({
    name: MaybeText,
    en_name: MaybeText,
    avatar_middle: MaybeText,
    avatar_url: MaybeText,
    open_id: z.string().min(1).max(255),
    union_id: z.string().max(255).nullish(),
  }),
});

/** What is not a failure. @throws SignInRefused. */
function succeeded<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const data = jsonOf(text);
  const failure = Failure.safeParse(data);
  if (failure.success) throw refusedByCode(ERRORS, failure.data.code, what);
  return readAnswer(schema, data, what);
}

/** Sign-in by 飞书 or Lark. Addresses there are what an administrator has typed: none is taken for the person's. */
export function createFeishu(fetch: Outbound): Provider<OAuthWay> {
  return {
    async start(way, { state, codeVerifier, redirectUri }) {
      return below(endpointsOf(way, PUBLIC).web, '/open-apis/authen/v1/authorize', {
        client_id: way.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        code_challenge: challengeOf(codeVerifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(way, { params, codeVerifier, redirectUri }) {
      const { api } = endpointsOf(way, PUBLIC);
      const json = {
        grant_type: 'authorization_code',
        client_id: way.clientId,
        client_secret: way.secret,
        code: codeIn(params),
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
      };
      const exchanged = await askProvider(fetch, below(api, '/open-apis/authen/v2/oauth/token'), { json });
      const { access_token } = succeeded(Token, exchanged.text, 'token');
      const headers = { authorization: `Bearer ${access_token}` };
      const { data } = succeeded(User, (await askProvider(fetch, below(api, '/open-apis/authen/v1/user_info'), { headers })).text, 'user');
      return {
        subject: data.union_id ? subjectAt(api, 'union_id', data.union_id) : subjectAt(api, 'open_id', way.clientId, data.open_id),
        name: data.name || data.en_name || '',
        avatar: pictureOf(data.avatar_middle ?? data.avatar_url),
        email: null,
        emailVerified: false,
      };
    },
  };
}
