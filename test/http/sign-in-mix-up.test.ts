import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ProblemView } from '../../contract/problem.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteFull } from '../../contract/site.ts';
import { type Answer, call, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { DIALECTS } from '../support/providers/dialects.ts';
import { expectRefused, ORIGIN, popupBrowser } from '../support/providers/popup.ts';
import { CLIENT, type ProviderStandIn, startProvider } from '../support/providers/stand-in.ts';

const OTHER = { email: 'other-site@example.com', password: 'an administrator of one site' };

onOneStore(
  'two sites, one of which chooses addresses of its own',
  (server) => {
    let admin: Record<string, string>;
    let ofOne: Record<string, string>;
    let honest: ProviderStandIn;
    let curious: ProviderStandIn;
    const url = () => server().url;
    const wayAt = (at: string) => ({
      ...{ id: 'github', kind: 'github', name: 'GitHub', clientId: CLIENT.id, secret: CLIENT.secret },
      endpoints: { web: at, api: at },
    });
    const change = (site: string, signIns: object[], headers = ofOne): Promise<Answer<SiteFull & ProblemView>> =>
      call<SiteFull & ProblemView>(url(), `/api/v1/sites/${site}`, { method: 'PATCH', body: { signIn: signIns }, headers });

    beforeAll(async () => {
      admin = await signIn(url());
      [honest, curious] = await Promise.all([startProvider(DIALECTS.github), startProvider(DIALECTS.github)]);
      for (const [id, at] of [
        ['one', honest.url],
        ['other', curious.url],
      ] as const) {
        const body = { id, name: id, origins: [ORIGIN], signIn: [wayAt(at)] };
        expect((await call(url(), '/api/v1/sites', { body, headers: admin })).status).toBe(201);
      }
      const added = await server().cli(['staff', 'add', OTHER.email, '--role', 'administrator', '--site', 'other'], `${OTHER.password}\n`);
      expect(added.code).toBe(0);
      ofOne = await signIn(url(), OTHER);
    });
    afterAll(() => Promise.all([honest, curious].map((one) => one?.close())));

    test('the other’s server is never sent a code that was given for the first', async () => {
      const begun = await popupBrowser(url).start('one', 'github');
      const honestStart = new URL(begun.headers.get('location') ?? '');
      const victim = popupBrowser(url);
      const started = await victim.start('other', 'github');
      const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? '';
      // What the other's page sends the browser on to: the first one's client and redirect address, and its own state.
      honestStart.searchParams.set('state', state);
      expectRefused(await victim.back(await victim.atProvider(honestStart.href)), null);
      expect([honest.asked, curious.asked]).toEqual([[], []]);
    });

    test('each is still signed in to by its own', async () => {
      for (const site of ['one', 'other']) expect((await popupBrowser(url).signIn(site, 'github')).status).toBe(200);
    });

    test.each([
      { kind: 'wechat', endpoints: { api: 'https://id.paper.example' } },
      { kind: 'qq', endpoints: { web: 'https://id.paper.example' } },
      { kind: 'gitee', endpoints: { web: 'https://id.paper.example', api: 'https://id.paper.example' } },
      { kind: 'oidc', issuer: 'https://id.paper.example' },
      {
        kind: 'apple',
        issuer: 'https://apple.paper.example',
        teamId: 'T',
        keyId: 'K',
        secret: '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----',
      },
    ])('who has a grant for one site alone sets no address of their own: %j', async (more) => {
      const way = { id: 'own', name: '自己的', clientId: 'c', secret: 's', ...more };
      const refused = await change('other', [wayAt(curious.url), way]);
      expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
      expect((await change('other', [wayAt(curious.url), way], admin)).status).toBe(200);
    });

    test('they keep what somebody else has set, and use what is public', async () => {
      expect((await change('other', [wayAt(curious.url)], admin)).status).toBe(200);
      const mine = [
        { ...wayAt(curious.url), name: '换了名字', secret: SECRET_MASK },
        { id: 'wechat', kind: 'wechat', name: '微信', clientId: 'c', secret: 's' },
        { id: 'google', kind: 'oidc', name: 'Google', clientId: 'c', secret: 's', issuer: 'https://accounts.google.com' },
      ];
      const kept = await change('other', mine);
      expect([kept.status, kept.body.signIn.map(({ name }) => name)]).toEqual([200, ['换了名字', '微信', 'Google']]);
      expect((await change('other', [{ ...wayAt(honest.url) }])).status).toBe(403);
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);
