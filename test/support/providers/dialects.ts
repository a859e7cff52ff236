import type { OAuthWay } from '../../../server/domain/sign-in-settings.ts';
import type { Answer, Asked, Dialect } from './stand-in.ts';

const TOKEN = 'access-token-of-the-provider';
const NOT_SIGNED_IN: Answer = { status: 401, body: { message: 'no token' } };
const textOf = (value: string | null | undefined): string => value ?? '';

const withBearer = ({ headers }: Asked, body: unknown): Answer => (headers.authorization === `Bearer ${TOKEN}` ? { body } : NOT_SIGNED_IN);
const withQuery = ({ query }: Asked, body: unknown, wrong: Answer): Answer => (query.get('access_token') === TOKEN ? { body } : wrong);
const formClient = ({ body }: Asked) => ({
  id: textOf(body.client_id),
  secret: textOf(body.client_secret),
  code: textOf(body.code),
  verifier: body.code_verifier,
});

const wechat = (authorizePath: string): Dialect => ({
  authorizePath,
  tokenPath: '/sns/oauth2/access_token',
  refusal: {},
  clientOf: ({ query }) => ({ id: textOf(query.get('appid')), secret: textOf(query.get('secret')), code: textOf(query.get('code')) }),
  // Status 200 and text/plain, whatever it says.
  badCode: { body: '{"errcode":40163,"errmsg":"code been used, rid: 6512-01"}' },
  badSecret: { body: '{"errcode":40125,"errmsg":"invalid appsecret, rid: 6512-02"}' },
  token: () => ({
    body: JSON.stringify({ access_token: TOKEN, expires_in: 7200, refresh_token: 'r', openid: 'openid-1', scope: 's', unionid: 'union-1' }),
  }),
  others: {
    '/sns/userinfo': (asked) =>
      withQuery(
        asked,
        JSON.stringify({
          openid: 'openid-1',
          nickname: '江边散步',
          sex: 0,
          headimgurl: 'http://thirdwx.example.com/a.png',
          privilege: [],
          unionid: 'union-1',
        }),
        { body: '{"errcode":40001,"errmsg":"invalid credential"}' },
      ),
  },
});

/** The protocols of providers that speak OAuth each in its own way, errors included. */
export const DIALECTS: { readonly [K in OAuthWay['kind']]: () => Dialect } = {
  wechat: () => wechat('/connect/qrconnect'),
  'wechat-mp': () => wechat('/connect/oauth2/authorize'),
  qq: () => ({
    authorizePath: '/oauth2.0/authorize',
    tokenPath: '/oauth2.0/token',
    refusal: { usercancel: '1' },
    clientOf: ({ query }) => ({
      id: textOf(query.get('client_id')),
      secret: textOf(query.get('client_secret')),
      code: textOf(query.get('code')),
    }),
    badCode: { body: 'callback( {"error":100020,"error_description":"code is reused error"} );\n' },
    badSecret: { body: 'callback( {"error":100009,"error_description":"client secret is illegal"} );\n' },
    token: () => ({ body: `access_token=${TOKEN}&expires_in=7776000&refresh_token=r` }),
    others: {
      '/oauth2.0/me': ({ query }) =>
        query.has('unionid')
          ? { body: 'callback( {"error":100048,"error_description":"companyid not set"} );\n' }
          : { body: 'callback( {"client_id":"client-of-the-site","openid":"qq-openid-1"} );\n' },
      '/user/get_user_info': (asked) =>
        withQuery(
          asked,
          {
            ret: 0,
            msg: '',
            is_lost: 0,
            nickname: '桥头听雨',
            figureurl_qq_1: 'http://thirdqq.example.com/40',
            figureurl_qq: 'http://thirdqq.example.com/640',
          },
          { body: '{"ret":-1,"msg":"client request\'s parameters are invalid"}' },
        ),
    },
  }),
  weibo: () => ({
    authorizePath: '/oauth2/authorize',
    tokenPath: '/oauth2/access_token',
    refusal: { error: 'access_denied', error_code: '21330', error_uri: '/oauth2/authorize' },
    clientOf: formClient,
    badCode: { status: 400, body: { error: 'invalid_grant', error_code: 21325, request: '/oauth2/access_token' } },
    badSecret: { status: 400, body: { error: 'invalid_client', error_code: 21324, request: '/oauth2/access_token' } },
    token: () => ({ body: { access_token: TOKEN, remind_in: '157679999', expires_in: 157679999, uid: '1404376560', isRealName: 'true' } }),
    others: {
      '/2/users/show.json': (asked) =>
        withQuery(
          asked,
          { id: 1404376560, idstr: '1404376560', screen_name: '巷口早点', avatar_large: 'http://tva.example.com/180' },
          { status: 400, body: { error: 'invalid_access_token', error_code: 21332 } },
        ),
    },
  }),
  feishu: () => ({
    authorizePath: '/open-apis/authen/v1/authorize',
    tokenPath: '/open-apis/authen/v2/oauth/token',
    refusal: { error: 'access_denied' },
    clientOf: formClient,
    badCode: { status: 400, body: { code: 20003, error: 'invalid_grant', error_description: 'the code is used' } },
    badSecret: { status: 400, body: { code: 20002, error: 'invalid_client', error_description: 'the secret is wrong' } },
    token: () => ({ body: { code: 0, access_token: TOKEN, expires_in: 7200, scope: '', token_type: 'Bearer' } }),
    others: {
      '/open-apis/authen/v1/user_info': (asked) =>
        withBearer(asked, {
          code: 0,
          msg: 'success',
          data: {
            name: '编辑部小周',
            avatar_url: 'https://s.example.com/a.png',
            open_id: 'ou_1',
            union_id: 'on_1',
            email: 'shared@example.com',
            tenant_key: 't',
          },
        }),
    },
  }),
  dingtalk: () => ({
    authorizePath: '/oauth2/auth',
    tokenPath: '/v1.0/oauth2/userAccessToken',
    codeName: 'authCode',
    refusal: { error: 'access_denied' },
    clientOf: ({ body }) => ({ id: textOf(body.clientId), secret: textOf(body.clientSecret), code: textOf(body.code) }),
    badCode: { status: 400, body: { code: 'invalidParameter.authCode.notFound', message: '不存在的临时授权码', requestid: 'r' } },
    badSecret: { status: 400, body: { code: 'invalidClientIdOrSecret', message: '无效的 clientId 或者 clientSecret', requestid: 'r' } },
    token: () => ({ body: { accessToken: TOKEN, refreshToken: 'r', expireIn: 7200 } }),
    others: {
      '/v1.0/contact/users/me': ({ headers }) =>
        headers['x-acs-dingtalk-access-token'] === TOKEN
          ? {
              body: {
                nick: '摄影老陈',
                avatarUrl: 'https://d.example.com/a.png',
                openId: 'o',
                unionId: 'du-1',
                email: 'shared@example.com',
              },
            }
          : { status: 403, body: { code: 'Forbidden.AccessDenied', message: 'x' } },
    },
  }),
  gitee: () => ({
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    refusal: { error: 'access_denied' },
    clientOf: formClient,
    badCode: { status: 401, body: { error: 'invalid_grant', error_description: '授权方式无效' } },
    badSecret: { status: 401, body: { error: 'invalid_client', error_description: '客户端认证失败' } },
    token: () => ({
      body: { access_token: TOKEN, token_type: 'bearer', expires_in: 86_400, refresh_token: 'r', scope: 'user_info emails', created_at: 1 },
    }),
    others: {
      '/user': (asked) =>
        withQuery(
          asked,
          { id: 42, login: 'qiaotou', name: '桥头', avatar_url: 'https://gitee.example.com/a.png', email: 'unchecked@example.com' },
          NOT_SIGNED_IN,
        ),
      '/emails': (asked) =>
        withQuery(
          asked,
          [
            { email: 'other@example.com', state: 'unconfirmed', scope: ['primary'] },
            { email: 'Shared@Example.com', state: 'confirmed', scope: ['primary', 'notified'] },
          ],
          NOT_SIGNED_IN,
        ),
    },
  }),
  github: () => ({
    authorizePath: '/login/oauth/authorize',
    tokenPath: '/login/oauth/access_token',
    refusal: { error: 'access_denied', error_description: 'The user has denied your application access.' },
    clientOf: formClient,
    // Status 200, whatever it says.
    badCode: { body: { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.', error_uri: 'u' } },
    badSecret: { body: { error: 'incorrect_client_credentials', error_description: 'x', error_uri: 'u' } },
    token: () => ({ body: { access_token: TOKEN, scope: 'read:user,user:email', token_type: 'bearer' } }),
    others: {
      '/user': (asked) =>
        asked.headers['user-agent'] === undefined
          ? { status: 403, body: 'Request forbidden by administrative rules' }
          : withBearer(asked, {
              id: 583_231,
              login: 'jiangbian',
              name: null,
              avatar_url: 'https://avatars.example.com/u/583231',
              email: 'unchecked@example.com',
            }),
      '/user/emails': (asked) =>
        withBearer(asked, [
          { email: 'second@example.com', primary: false, verified: true, visibility: null },
          { email: 'shared@example.com', primary: true, verified: true, visibility: 'private' },
        ]),
    },
  }),
};
