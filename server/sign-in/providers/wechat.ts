import { z } from 'zod';
import type { OAuthWay } from '../../domain/sign-in-settings.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { askProvider, codeIn, codeTable, jsonOf, readAnswer, refusedByCode } from '../ask.ts';
import { below, endpointsOf, MaybeText, pictureOf, subjectAt } from '../facts.ts';
import type { Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';

const PUBLIC = { web: 'https://open.weixin.qq.com', api: 'https://api.weixin.qq.com' };

/** Answers have status 200 whatever they say; `errcode` says what it was. */
const ERRORS = codeTable({
  'code-refused': [40029, 40163, 42003],
  misconfigured: [40001, 40013, 40125, 40164, 41002, 41004, 48001],
  unreachable: [-1, 45009, 45011],
});

const Failure = z.object({ errcode: z.int().refine((code) => code !== 0) });
const Token = z.object({
  access_token: z.string().min(1),
  openid: z.string().min(1).max(255),
  unionid: z.string().max(255).nullish(),
  is_snapshotuser: z.int().nullish(),
});
const User = z.object({ openid: z.string(), unionid: z.string().max(255).nullish(), nickname: MaybeText, headimgurl: MaybeText });

/** What is not a failure. @throws SignInRefused. */
function succeeded<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const data = jsonOf(text);
  const failure = Failure.safeParse(data);
  if (failure.success) throw refusedByCode(ERRORS, failure.data.errcode, what);
  return readAnswer(schema, data, what);
}

/**
 * Sign-in by 微信: on a website by a code that is scanned, or by a 公众号 in pages that are read inside of 微信. It has no address of
 * anybody. A `unionid` is the same for all apps of an account of the open platform, an `openid` for one app alone.
 * @param kind.path where the browser is sent, with the scope that is asked for there.
 */
export function createWeChat(fetch: Outbound, kind: { path: string; scope: string }): Provider<OAuthWay> {
  return {
    async start(way, { state, redirectUri }) {
      const query = { appid: way.clientId, redirect_uri: redirectUri, response_type: 'code', scope: kind.scope, state };
      const url = below(endpointsOf(way, PUBLIC).web, kind.path, query);
      // Its page does not work without.
      url.hash = 'wechat_redirect';
      return url;
    },
    async finish(way, { params }) {
      const { api } = endpointsOf(way, PUBLIC);
      const query = { appid: way.clientId, secret: way.secret, code: codeIn(params), grant_type: 'authorization_code' };
      const exchanged = await askProvider(fetch, below(api, '/sns/oauth2/access_token', query));
      const token = succeeded(Token, exchanged.text, 'token');
      // A visitor in the snapshot mode has an openid that stands for nobody.
      if (token.is_snapshotuser === 1) throw new SignInRefused('no-account', 'snapshot');
      const asked = { access_token: token.access_token, openid: token.openid, lang: 'zh_CN' };
      const user = succeeded(User, (await askProvider(fetch, below(api, '/sns/userinfo', asked))).text, 'user');
      if (user.openid !== token.openid) throw new SignInRefused('bad-answer', 'openid');
      const unionId = token.unionid || user.unionid;
      return {
        subject: unionId ? subjectAt(api, 'unionid', unionId) : subjectAt(api, 'openid', way.clientId, token.openid),
        name: user.nickname ?? '',
        avatar: pictureOf(user.headimgurl),
        email: null,
        emailVerified: false,
      };
    },
  };
}
