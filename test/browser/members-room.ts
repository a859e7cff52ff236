import { afterAll, beforeAll } from '@jest/globals';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { ISSUER, SECRET } from '../http/sso-tokens.ts';
import { DIALECTS } from '../support/providers/dialects.ts';
import { CLIENT, type ProviderStandIn, startProvider } from '../support/providers/stand-in.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { type Room, useRoom } from './reading-room.ts';

/** Where members' pictures come from: `/there.svg` alone is one. */
export const PICTURES = 'https://pictures.example';

/** A reader at an article of another site than the service's, with foreign cookies off. */
export interface Visit {
  page: Page;
  box: Locator;
  url: string;
  warnings: string[];
}
export interface VisitOptions {
  site?: string;
  data?: Record<string, string>;
  /** Another window of the same browser. */
  with?: Visit;
  context?: BrowserContextOptions;
}

/** A room with sites that sign readers in. */
export interface MembersRoom {
  room: Room;
  /** The pages' origin. */
  readonly origin: string;
  readonly github: ProviderStandIn;
  visit(options?: VisitOptions): Promise<Visit>;
  /** How many mails were sent. */
  mailCount(): number;
  /** The digits and the link of a mail by its number, from 1. */
  mail(number: number): Promise<{ code: string; link: string }>;
}

/** `paper` has ways, mail and its own sign-on; `club` takes members alone; `official` verified ones of its own sign-on. */
async function makeSites(room: Room, origin: string, github: string, gitee: string): Promise<void> {
  const common = { clientId: CLIENT.id, secret: CLIENT.secret };
  const ways = {
    mailSignIn: true,
    signIn: [
      { id: 'github', kind: 'github', name: 'GitHub', ...common, endpoints: { web: github, api: github } },
      { id: 'gitee', kind: 'gitee', name: 'Gitee', ...common, endpoints: { web: gitee, api: gitee } },
    ],
  };
  const sso = { sso: { mode: 'hs256', issuer: ISSUER, secrets: [SECRET] }, badges: ['特约评论员'], avatarHosts: [new URL(PICTURES).host] };
  const make = (id: string, more: object) =>
    room.staff('/api/v1/sites', { body: { id, name: '晨报', origins: [origin], type: 'blog', mode: 'post', ...more } });
  await make('paper', { ...ways, ...sso });
  await make('club', { ...ways, guests: false });
  await make('official', { ...sso, guests: false, verified: 'phone' });
}

export function useMembersRoom(): MembersRoom {
  const room = useRoom({ OUTBOUND_HOSTS: 'localhost' });
  let github: ProviderStandIn;
  let severing: ProviderStandIn;
  let origin = '';
  let threads = 0;
  const mails = (): string[] => room.server.lines.filter((line) => line.includes('a mail, which only the log gets'));

  beforeAll(async () => {
    origin = room.host.url.replace('127.0.0.1', 'localhost');
    github = await startProvider(DIALECTS.github);
    // A provider whose pages do not let themselves be opened by others: the popup loses its opener.
    severing = await startProvider(() => ({
      ...DIALECTS.gitee(),
      sendBack(to, params) {
        for (const [name, value] of params) to.searchParams.set(name, value);
        return { status: 302, headers: { location: to.href, 'cross-origin-opener-policy': 'same-origin' } };
      },
    }));
    await makeSites(room, origin, github.url, severing.url);
  });
  afterAll(async () => {
    await Promise.all([github, severing].map((one) => one?.close()));
  });

  async function newPage({ with: other, context: wishes }: VisitOptions): Promise<Page> {
    const fresh = () => room.browser.newContext({ viewport: { width: 800, height: 900 }, locale: 'zh-CN', ...wishes });
    const context = other?.page.context() ?? (await fresh());
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
    await page.route(`${PICTURES}/**`, (route) =>
      route.request().url().endsWith('/there.svg')
        ? route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' })
        : route.fulfill({ status: 404 }),
    );
    return page;
  }

  return {
    room,
    get origin() {
      return origin;
    },
    get github() {
      return github;
    },
    async visit(options = {}) {
      const { site = 'paper', data = {} } = options;
      const page = await newPage(options);
      const warnings: string[] = [];
      page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
      const url = room.host
        .put(articlePage(room.server.url, { site, thread: `members-${++threads}`, ...data }))
        .replace(room.host.url, origin);
      await page.goto(url);
      const box = page.locator('section.box');
      await box.and(page.locator('[aria-busy="false"]')).waitFor();
      return { page, box, url, warnings };
    },
    mailCount: () => mails().length,
    async mail(number) {
      await waitFor(() => mails().length >= number);
      const { text } = JSON.parse(mails()[number - 1] ?? '{}');
      return { code: /\d{6}/.exec(text)?.[0] ?? '', link: /http\S+/.exec(text)?.[0] ?? '' };
    },
  };
}
