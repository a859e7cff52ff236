import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Id, Ms } from '../domain/types.ts';
import type { GroupRule, ProvedPerson } from '../people/staff-by-provider.ts';
import { StaffRefused } from '../people/staff-refused.ts';
import type { SignInDeps } from './deps.ts';
import { nameHash, oneTimeRecords, randomName } from './one-time.ts';
import { personIn } from './providers/oidc.ts';
import type { OidcClient, OidcFlow, SignedWord } from './providers/oidc-flow.ts';
import { SignInRefused } from './refused.ts';
import { SIGN_IN_WITHIN } from './sign-in.ts';

/** So far the provider's clock may be off, s. */
const CLOCK_OFF = 60;
/** More groups, or longer names of them, are not read. */
const MOST_GROUPS = 1_000;

/** The newsroom's own provider, as the operator has set it up. */
export interface StaffProvider {
  issuer: string;
  clientId: string;
  secret: string;
  name: string | null;
  groupsClaim: string;
  rules: readonly GroupRule[];
}

/** Who asks to prove again that it is them. */
const Asked = z.object({ staffId: z.string(), sessionHash: z.string() });
const Attempt = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  browser: z.string(),
  /** null: a sign-in. */
  confirms: Asked.nullable(),
  /** Where in the console the person was, as a fragment. */
  back: z.string(),
  startedAt: z.number(),
});

/** Somebody is back from the provider, who says who it is. */
export interface StaffOutcome {
  person: ProvedPerson;
  confirms: { staffId: Id; sessionHash: string } | null;
  back: string;
}

/** The sign-in of staff by the newsroom's own provider. */
export interface StaffSignIn {
  provider: StaffProvider;
  /** Where the browser is sent. @throws SignInRefused. */
  start(input: { browser: string; redirectUri: string; confirms: { staffId: Id; sessionHash: string } | null; back: string }): Promise<URL>;
  /** Asks the provider who came back; an attempt is answered once. @throws SignInRefused, StaffRefused. */
  finish(input: { params: URLSearchParams; browsers: readonly string[]; redirectUri: string }): Promise<StaffOutcome>;
}

/** The groups that a claim names: one text or a list of them; a name with dots is also looked for inside. */
export function groupsIn(claims: SignedWord['claims'], name: string): string[] {
  const inside = (from: unknown, part: string): unknown =>
    typeof from === 'object' && from !== null && Object.hasOwn(from, part) ? new Map(Object.entries(from)).get(part) : undefined;
  const found = claims[name] ?? name.split('.').reduce(inside, claims);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, MOST_GROUPS);
}

/** Did the person prove it after this attempt was begun? */
export const isRecent = (authTime: number | null, startedAt: Ms, now: Ms): boolean =>
  authTime !== null && authTime >= startedAt / 1_000 - CLOCK_OFF && authTime <= now / 1_000 + CLOCK_OFF;

/** Makes the sign-in of staff. */
export function createStaffSignIn(
  deps: Pick<SignInDeps, 'store' | 'encryption' | 'now' | 'random' | 'secret' | 'log'>,
  flow: OidcFlow,
  provider: StaffProvider,
): StaffSignIn {
  const attempts = oneTimeRecords(deps, 'staff-sign-in', Attempt);
  const clientOf = (confirms: boolean): OidcClient => ({
    issuer: provider.issuer,
    clientId: provider.clientId,
    secret: () => Promise.resolve(provider.secret),
    cacheKey: createHash('sha256').update(provider.secret).digest('base64url'),
    scope: 'openid profile email',
    usesPkce: true,
    wants: ['name', 'email', provider.groupsClaim.split('.')[0] ?? provider.groupsClaim],
    ...(confirms ? { extra: { prompt: 'login', max_age: '0' } } : {}),
  });
  async function logged<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof SignInRefused || error instanceof StaffRefused) {
        const detail = error instanceof SignInRefused ? error.detail : '';
        deps.log.warn({ reason: error.reason, detail }, 'a sign-in of staff by the provider was refused');
      }
      throw error;
    }
  }

  async function begun({ browser, redirectUri, confirms, back }: Parameters<StaffSignIn['start']>[0]): Promise<URL> {
    const [state, nonce, codeVerifier] = [randomName(deps), randomName(deps), randomName(deps)];
    const url = await flow.start(clientOf(confirms !== null), { state, nonce, codeVerifier, redirectUri });
    const attempt = { nonce, codeVerifier, browser: nameHash(browser), confirms, back, startedAt: deps.now() };
    await attempts.keep(state, attempt, SIGN_IN_WITHIN);
    return url;
  }

  async function ended({ params, browsers, redirectUri }: Parameters<StaffSignIn['finish']>[0]): Promise<StaffOutcome> {
    const state = params.get('state') ?? '';
    const attempt = state === '' ? null : await attempts.take(state);
    if (attempt === null) throw new SignInRefused('expired');
    const { nonce, codeVerifier, confirms, back } = attempt;
    if (!browsers.some((name) => nameHash(name) === attempt.browser)) throw new SignInRefused('other-browser');
    const word = await flow.finish(clientOf(confirms !== null), { params, state, nonce, codeVerifier, redirectUri });
    if (confirms !== null && !isRecent(word.authTime, attempt.startedAt, deps.now())) throw new StaffRefused('not-recent');
    return { person: { ...personIn(word), groups: groupsIn(word.claims, provider.groupsClaim) }, confirms, back };
  }

  return { provider, start: (input) => logged(begun(input)), finish: (input) => logged(ended(input)) };
}
