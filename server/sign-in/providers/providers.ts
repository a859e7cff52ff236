import type { OAuthWay, SignInWay } from '../../domain/sign-in-settings.ts';
import type { Ms } from '../../domain/types.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import type { Provider } from '../provider.ts';
import { createApple } from './apple.ts';
import { createDingTalk } from './dingtalk.ts';
import { createFeishu } from './feishu.ts';
import { createGitee } from './gitee.ts';
import { createGitHub } from './github.ts';
import { createOidc } from './oidc.ts';
import { createOidcFlow } from './oidc-flow.ts';
import { createQq } from './qq.ts';
import { createWeChat } from './wechat.ts';
import { createWeibo } from './weibo.ts';

/** All providers, each chosen by the kind of a way. */
export function createProviders(fetch: Outbound, now: () => Ms): Provider<SignInWay> {
  const flow = createOidcFlow(fetch);
  const oidc = createOidc(flow);
  const apple = createApple(flow, now);
  const oauth: { readonly [K in OAuthWay['kind']]: Provider<OAuthWay> } = {
    wechat: createWeChat(fetch, { path: '/connect/qrconnect', scope: 'snsapi_login' }),
    'wechat-mp': createWeChat(fetch, { path: '/connect/oauth2/authorize', scope: 'snsapi_userinfo' }),
    qq: createQq(fetch),
    weibo: createWeibo(fetch),
    feishu: createFeishu(fetch),
    dingtalk: createDingTalk(fetch),
    gitee: createGitee(fetch),
    github: createGitHub(fetch),
  };
  return {
    start(way, request) {
      if (way.kind === 'oidc') return oidc.start(way, request);
      return way.kind === 'apple' ? apple.start(way, request) : oauth[way.kind].start(way, request);
    },
    finish(way, callback) {
      if (way.kind === 'oidc') return oidc.finish(way, callback);
      return way.kind === 'apple' ? apple.finish(way, callback) : oauth[way.kind].finish(way, callback);
    },
  };
}
