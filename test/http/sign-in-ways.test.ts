import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ways } from '../../contract/sign-in.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteFull } from '../../contract/site.ts';
import { OAUTH_KINDS } from '../../server/domain/enumerations.ts';
import type { OAuthWay } from '../../server/domain/sign-in-settings.ts';
import { bearer, call, newThread, signIn } from '../support/api.ts';
import { DIALECTS } from '../support/providers/dialects.ts';
import { APPLE, type IssuerStandIn, startIssuer } from '../support/providers/issuer.ts';
import { endOf, expectRefused, newClaim, ORIGIN, popupBrowser } from '../support/providers/popup.ts';
import { CLIENT, type Fault, type ProviderStandIn, startProvider } from '../support/providers/stand-in.ts';
import { onOneStore } from '../support/on-both-stores.ts';

const SITE = 'paper';
const WECHAT = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50';
const NAMES: Readonly<Record<OAuthWay['kind'], string>> = {
  wechat: '江边散步',
  'wechat-mp': '江边散步',
  qq: '桥头听雨',
  weibo: '巷口早点',
  feishu: '编辑部小周',
  dingtalk: '摄影老陈',
  gitee: '桥头',
  github: 'jiangbian',
};

onOneStore(
  'sign-in by a provider',
  (server) => {
    let admin: Record<string, string>;
    let issuer: IssuerStandIn;
    let apple: IssuerStandIn;
    const oauth = new Map<OAuthWay['kind'], ProviderStandIn>();
    const url = () => server().url;
    const standIn = (way: string): ProviderStandIn => {
      const found = way === 'own' ? issuer : way === 'apple' ? apple : oauth.get(way as OAuthWay['kind']);
      if (found === undefined) throw new Error(`no stand-in for ${way}`);
      return found;
    };
    const me = (token: string) =>
      call<{ reader: { id: string } }>(url(), `/api/v1/me?site=${SITE}&thread=${encodeURIComponent(newThread().key)}`, {
        headers: bearer(token),
      });

    beforeAll(async () => {
      admin = await signIn(url());
      issuer = await startIssuer();
      apple = await startIssuer({ isApple: true });
      for (const kind of OAUTH_KINDS) oauth.set(kind, await startProvider(DIALECTS[kind]));
      const common = { clientId: CLIENT.id, secret: CLIENT.secret };
      const ways = [
        { id: 'own', kind: 'oidc', name: '报社账号', issuer: issuer.url, ...common },
        { id: 'apple', kind: 'apple', name: 'Apple', issuer: apple.url, ...APPLE, clientId: CLIENT.id, secret: apple.clientKey },
        ...OAUTH_KINDS.map((kind) => ({
          id: kind,
          kind,
          name: kind,
          ...common,
          endpoints: { web: standIn(kind).url, api: standIn(kind).url },
        })),
      ];
      const body = { id: SITE, name: '晨报', origins: [ORIGIN], type: 'blog', mode: 'post', signIn: ways };
      const made = await call<SiteFull>(url(), '/api/v1/sites', { body, headers: admin });
      expect([made.status, new Set(made.body.signIn.map(({ secret }) => secret))]).toEqual([201, new Set([SECRET_MASK])]);
    });
    beforeEach(() => {
      for (const one of [issuer, apple, ...oauth.values()]) {
        one.fault(null);
        one.asked.length = 0;
      }
      issuer.lies(null);
      apple.lies(null);
    });
    afterAll(() => Promise.all([issuer, apple, ...oauth.values()].map((one) => one?.close())));

    test('the ways are listed without what is secret', async () => {
      const { status, body } = await call<{ ways: Ways }>(url(), `/api/v1/auth/ways?site=${SITE}`, { headers: { origin: ORIGIN } });
      expect([status, body.ways.length]).toEqual([200, 10]);
      expect(body.ways[0]).toEqual({ id: 'own', kind: 'oidc', name: '报社账号' });
      expect(JSON.stringify(body)).not.toContain(CLIENT.id);
    });

    describe.each([...OAUTH_KINDS, 'own', 'apple'])('%s', (way) => {
      const name = way in NAMES ? NAMES[way as OAuthWay['kind']] : '晚饭后';

      test('signs the same person in as the same member, for the page’s origin alone', async () => {
        const first = await popupBrowser(url).signIn(SITE, way, { agent: WECHAT });
        expect([first.status, first.message?.origin, first.message?.data.type]).toEqual([200, ORIGIN, 'liangju:sign-in']);
        expect(first.message?.data.reader).toMatchObject({ kind: 'member', name });
        expect(first.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
        const again = await popupBrowser(url).signIn(SITE, way, { agent: WECHAT });
        expect(again.message?.data.reader?.id).toBe(first.message?.data.reader?.id);
        expect(again.message?.data.readerToken).not.toBe(first.message?.data.readerToken);
        const own = await me(first.message?.data.readerToken ?? '');
        expect([own.status, own.body.reader.id]).toEqual([200, first.message?.data.reader?.id]);
      });

      test('a callback counts once, in the browser that began it', async () => {
        const browser = popupBrowser(url);
        const started = await browser.start(SITE, way, { agent: WECHAT });
        const to = await browser.atProvider(started.headers.get('location') ?? '');
        expect((await browser.back(to)).status).toBe(200);
        const again = await browser.back(to);
        expect(again.status).toBe(403);
        expectRefused(again, null);
        const other = await browser.start(SITE, way, { agent: WECHAT });
        const stolen = await popupBrowser(url).back(await browser.atProvider(other.headers.get('location') ?? ''));
        expectRefused(stolen, null);
      });

      test.each([
        ['refuses', 'cancelled'],
        ['bad-secret', 'misconfigured'],
        ['down', 'unreachable'],
        ['huge', 'bad-answer'],
        ['garbage', 'bad-answer'],
      ] as const)('a provider with the fault %s: %s', async (fault: Fault, reason) => {
        const browser = popupBrowser(url);
        // Found out once, as it is in use.
        const started = await browser.start(SITE, way, { agent: WECHAT });
        standIn(way).fault(fault);
        expectRefused(await browser.back(await browser.atProvider(started.headers.get('location') ?? '')), reason);
      });

      test('a code that is used already', async () => {
        const browser = popupBrowser(url);
        const locations = [await browser.start(SITE, way, { agent: WECHAT }), await browser.start(SITE, way, { agent: WECHAT })];
        const [first, second] = await Promise.all(locations.map(({ headers }) => browser.atProvider(headers.get('location') ?? '')));
        if (first === undefined || second === undefined) throw new Error('no callbacks');
        expect((await browser.back(first)).status).toBe(200);
        const put = (to: URLSearchParams, from: URLSearchParams): void => {
          for (const code of ['code', 'authCode']) if (from.has(code)) to.set(code, from.get(code) ?? '');
        };
        if (second.form !== null && first.form !== null) put(second.form, first.form);
        const target = new URL(second.url);
        put(target.searchParams, new URL(first.url).searchParams);
        expectRefused(await browser.back({ ...second, url: target.href }), 'code-refused');
      });
    });

    test.each(['issuer', 'nonce', 'signature', 'audience', 'expired', 'none', 'no-token'] as const)(
      'a word with a wrong %s is believed of no issuer',
      async (lie) => {
        for (const [way, one] of [
          ['own', issuer],
          ['apple', apple],
        ] as const) {
          one.lies(lie);
          expectRefused(await popupBrowser(url).signIn(SITE, way), 'bad-answer');
        }
      },
    );

    test('an issuer that calls itself otherwise where it is discovered is not gone to', async () => {
      const liar = await startIssuer();
      liar.instead('/.well-known/openid-configuration', {
        body: { issuer: 'https://another.example', authorization_endpoint: 'https://another.example/a' },
      });
      const way = { id: 'own', kind: 'oidc', name: '冒名', issuer: liar.url, clientId: 'c', secret: 's' };
      const body = { id: 'liar', name: '小报', origins: [ORIGIN], signIn: [way] };
      expect((await call(url(), '/api/v1/sites', { body, headers: admin })).status).toBe(201);
      const { code, claim } = newClaim();
      const end = await popupBrowser(url).signIn('liar', 'own', { claim, referer: `${ORIGIN}/` });
      expect([end.status, end.html.includes('role="alert"')]).toEqual([403, true]);
      const claimed = await call<{ errors: { code: string }[] }>(url(), '/api/v1/auth/claim', { body: { site: 'liar', claim: code } });
      expect([claimed.status, claimed.body.errors[0]?.code]).toEqual([403, 'bad-answer']);
      await liar.close();
    });

    test('a provider that gives no answer is waited for a few seconds and no longer', async () => {
      const browser = popupBrowser(url);
      const started = await browser.start(SITE, 'github');
      standIn('github').fault('slow');
      expectRefused(await browser.back(await browser.atProvider(started.headers.get('location') ?? '')), 'unreachable');
    });

    test('one address that two providers vouch for is one member; one that nobody vouches for joins nobody', async () => {
      const of = async (way: string) => (await popupBrowser(url).signIn(SITE, way)).message?.data.reader?.id;
      const [github, gitee, own, feishu, dingtalk] = [
        await of('github'),
        await of('gitee'),
        await of('own'),
        await of('feishu'),
        await of('dingtalk'),
      ];
      expect(gitee).toBe(github);
      expect(own).toBe(github);
      expect(new Set([github, feishu, dingtalk]).size).toBe(3);
      issuer.claims.email_verified = false;
      issuer.claims.email = 'second@example.com';
      expect(await of('own')).toBe(own);
      Object.assign(issuer.claims, { email: 'shared@example.com', email_verified: true });
    });

    test('a visitor of 微信 who is nobody, and one outside of it', async () => {
      const outside = await popupBrowser(url).start(SITE, 'wechat-mp');
      expect([outside.status, /微信里/.test(outside.body)]).toEqual([403, true]);
      standIn('wechat-mp').instead('/sns/oauth2/access_token', { body: { access_token: 'x', openid: 'o', is_snapshotuser: 1 } });
      expectRefused(await popupBrowser(url).signIn(SITE, 'wechat-mp', { agent: WECHAT }), 'no-account');
      standIn('wechat-mp').instead('/sns/oauth2/access_token', null);
    });

    test('a name that may not be shown does not keep anybody out', async () => {
      for (const nick of ['管理员', '\u200b', '很'.repeat(300), '']) {
        const claims = { ret: 0, nickname: nick };
        standIn('qq').instead('/user/get_user_info', { body: claims });
        const { reader } = (await popupBrowser(url).signIn(SITE, 'qq')).message?.data ?? {};
        expect([reader?.kind, [...(reader?.name ?? '')].length > 0, [...(reader?.name ?? '')].length <= 30]).toEqual([
          'member',
          true,
          true,
        ]);
        expect(reader?.name).not.toBe('管理员');
      }
      standIn('qq').instead('/user/get_user_info', null);
    });

    test('no state, a made-up one, another way’s, or one twice: nobody is asked', async () => {
      const browser = popupBrowser(url);
      const started = await browser.start(SITE, 'github');
      const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? '';
      standIn('github').asked.length = 0;
      for (const query of [
        '',
        '?code=x',
        '?state=&code=x',
        `?state=${'a'.repeat(43)}&code=x`,
        `?state=${state}&state=${state}&code=x`,
        `?state=${'x'.repeat(9000)}`,
      ]) {
        const answer = await fetch(`${url()}/api/v1/auth/github/callback/${SITE}${query}`, {
          headers: { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') },
        });
        expect(answer.status).toBe(403);
        expectRefused(endOf(answer.status, answer.headers, await answer.text()), null);
      }
      expectRefused(await browser.back({ url: `${url()}/api/v1/auth/gitee/callback/${SITE}?state=${state}&code=x`, form: null }), null);
      expect(standIn('github').asked).toEqual([]);
    });

    test('only for a page of the site, and of a way that it has', async () => {
      const refusals: [string, string, string, number][] = [
        [SITE, 'github', 'https://evil.example', 403],
        [SITE, 'github', `${ORIGIN}.evil.example`, 403],
        [SITE, 'github', 'null', 403],
        [SITE, 'none', ORIGIN, 404],
        ['nowhere', 'github', ORIGIN, 404],
        [SITE, 'UP', ORIGIN, 400],
      ];
      for (const [site, way, origin, status] of refusals) {
        const answer = await popupBrowser(url).start(site, way, { origin });
        expect([answer.status, answer.headers.get('location'), /role="alert"/.test(answer.body)]).toEqual([status, null, true]);
      }
    });

    describe('a page that its popup has lost', () => {
      const ask = (code: string) =>
        call<{ readerToken?: string; waiting?: boolean }>(url(), '/api/v1/auth/claim', {
          body: { site: SITE, claim: code },
          headers: { origin: ORIGIN },
        });
      const offer = (ticket: string | null, cookie: string) =>
        call(url(), '/api/v1/auth/offer', { body: { ticket }, headers: { cookie, origin: new URL(url()).origin } });
      const cookieOf = ({ cookies }: { cookies: Map<string, string> }): string => [...cookies].map((pair) => pair.join('=')).join('; ');

      test('gets the result once, after the reader has said so in the popup', async () => {
        const { code, claim } = newClaim();
        const browser = popupBrowser(url);
        const end = await browser.signIn(SITE, 'github', { claim, referer: `${ORIGIN}/a` });
        expect((await ask(code)).body).toEqual({ waiting: true });
        expect((await offer(end.ticket, '')).status).toBe(403);
        const second = await browser.signIn(SITE, 'github', { claim, referer: `${ORIGIN}/a` });
        expect((await offer(second.ticket, cookieOf(browser))).status).toBe(204);
        expect((await offer(second.ticket, cookieOf(browser))).status).toBe(403);
        const claimed = await ask(code);
        expect([claimed.status, claimed.body.readerToken]).toEqual([200, second.message?.data.readerToken]);
        expect((await ask(code)).status).toBe(202);
      });

      test('never, where the browser was led here by another page', async () => {
        for (const referer of [undefined, 'https://evil.example/', `${ORIGIN}.evil.example/`]) {
          const { claim } = newClaim();
          const end = await popupBrowser(url).signIn(SITE, 'github', { claim, ...(referer === undefined ? {} : { referer }) });
          expect([end.status, end.ticket]).toEqual([200, null]);
        }
      });

      test('is answered why not', async () => {
        const { code, claim } = newClaim();
        standIn('github').fault('refuses');
        await popupBrowser(url).signIn(SITE, 'github', { claim, referer: `${ORIGIN}/a` });
        const claimed = await call<{ errors: { code: string }[]; detail: string }>(url(), '/api/v1/auth/claim', {
          body: { site: SITE, claim: code },
        });
        expect([claimed.status, claimed.body.errors[0]?.code, claimed.body.detail.length > 5]).toEqual([403, 'cancelled', true]);
      });
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);
