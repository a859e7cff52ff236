import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, codeTable, jsonOf, readAnswer, refusedByCode } from '../ask.ts';
import { below, endpointsOf, MaybeText, pictureOf, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';

const PUBLIC = { web: 'https://graph.qq.com', api: 'https://graph.qq.com' };

/** `unionid` was asked for and the app has not been given it. */
const NO_UNION_ID = 100048;
const ERRORS = codeTable({
  'code-refused': [100019, 100020],
  misconfigured: [100001, 100008, 100009, 100010, 100011, 100012, 100013],
});

const Failure = z.object({ error: z.union([z.int(), z.string()]) });
const Token = z.object({ access_token: z.string().min(1) });
const Me = z.object({ openid: z.string().min(1).max(255), unionid: z.string().max(255).nullish() });
const User = z.object({ ret: z.int(), nickname: MaybeText, figureurl_qq: MaybeText, figureurl_qq_2: MaybeText, figureurl_qq_1: MaybeText });

/**
 * What an answer says, in the forms in which QQ has it: JSON, JSON in a call (`callback( {…} );`, errors mostly, whatever was asked
 * for), or a query.
 */
export function readQqAnswer(text: string): unknown {
  const called = /^\s*callback\s*\(\s*([\s\S]*?)\s*\)\s*;?\s*$/.exec(text)?.[1];
  const data = jsonOf((called ?? text).replace(/,\s*\}\s*$/, '}'));
  if (data !== null || called !== undefined) return data;
  return /^\s*\w+=/.test(text) ? Object.fromEntries(new URLSearchParams(text.trim())) : null;
}

/** What is not a failure. @throws SignInRefused. */
function succeeded<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const data = readQqAnswer(text);
  const failure = Failure.safeParse(data);
  if (failure.success) throw refusedByCode(ERRORS, failure.data.error, what);
  return readAnswer(schema, data, what);
}

/** Sign-in by QQ 互联. It has no address of anybody; an `openid` is of one app, a `unionid` of all apps of a company. */
export function createQq(fetch: Outbound): Provider<OAuthWay> {
  async function whoIs(api: string, accessToken: string): Promise<z.output<typeof Me>> {
    const query = { access_token: accessToken, fmt: 'json' };
    const { text } = await askProvider(fetch, below(api, '/oauth2.0/me', { ...query, unionid: '1' }));
    const failure = Failure.safeParse(readQqAnswer(text));
    if (!failure.success || Number(failure.data.error) !== NO_UNION_ID) return succeeded(Me, text, 'me');
    return succeeded(Me, (await askProvider(fetch, below(api, '/oauth2.0/me', query))).text, 'me');
  }

  return {
    async start(way, { state, redirectUri }) {
      const query = { response_type: 'code', client_id: way.clientId, redirect_uri: redirectUri, state, scope: 'get_user_info' };
      return below(endpointsOf(way, PUBLIC).web, '/oauth2.0/authorize', query);
    },
    async finish(way, { params, redirectUri }) {
      const { api } = endpointsOf(way, PUBLIC);
      const query = {
        grant_type: 'authorization_code',
        client_id: way.clientId,
        client_secret: way.secret,
        code: codeIn(params),
        redirect_uri: redirectUri,
        fmt: 'json',
      };
      const exchanged = await askProvider(fetch, below(api, '/oauth2.0/token', query));
      const { access_token } = succeeded(Token, exchanged.text, 'token');
      const { openid, unionid } = await whoIs(api, access_token);
      const asked = { access_token, oauth_consumer_key: way.clientId, openid };
      const user = succeeded(User, (await askProvider(fetch, below(api, '/user/get_user_info', asked))).text, 'user');
      if (user.ret !== 0) throw new SignInRefused('bad-answer', `ret ${user.ret}`);
      return {
        subject: unionid ? subjectAt(api, 'unionid', unionid) : subjectAt(api, 'openid', way.clientId, openid),
        name: user.nickname ?? '',
        avatar: pictureOf(user.figureurl_qq ?? user.figureurl_qq_2 ?? user.figureurl_qq_1),
        email: null,
        emailVerified: false,
      };
    },
  };
}
