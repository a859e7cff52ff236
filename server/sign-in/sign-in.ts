import { z } from 'zod';
import type { SignInRefusal } from '../domain/sign-in-refusals.ts';
import { SIGN_IN_REFUSALS } from '../domain/sign-in-refusals.ts';
import type { SignInWay } from '../domain/sign-in-settings.ts';
import type { Ms, Reader, Site, SiteId } from '../domain/types.ts';
import { waySecrets } from '../secrets/way-secrets.ts';
import type { SignInDeps } from './deps.ts';
import { type Entered, enterMember } from './enter-member.ts';
import { nameHash, oneTimeRecords, randomName } from './one-time.ts';
import { SignInRefused } from './refused.ts';

/** So long a reader may take at the provider. */
export const SIGN_IN_WITHIN: Ms = 10 * 60_000;
/** So long a result waits to be fetched. */
const RESULT_FOR: Ms = 2 * 60_000;

const Attempt = z.object({
  siteId: z.string(),
  wayId: z.string(),
  origin: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  browser: z.string(),
  claim: z.string().nullable(),
});
const Result = z.union([z.object({ readerId: z.string(), readerToken: z.string() }), z.object({ refused: z.enum(SIGN_IN_REFUSALS) })]);
const Offer = z.object({ claim: z.string(), browser: z.string(), siteId: z.string(), readerId: z.string(), readerToken: z.string() });

/** What is known of a sign-in when the browser is back. */
export interface Outcome {
  site: Site;
  /** The page that began it. */
  origin: string;
  wayName: string;
  result: Entered | { refused: SignInRefusal };
  /** For the page of ours, where the one that began it cannot be reached: what `offer` takes. */
  ticket: string | null;
}

interface Start {
  site: Site;
  wayId: string;
  /** Of the page that begins it, one that the site allows. */
  origin: string;
  /** SHA-256 of the code by which that page may fetch the result; null: it may not. */
  claim: string | null;
  /** What distinguishes this browser, from its cookie. */
  browser: string;
  redirectUri: string;
  isInWeChat: boolean;
}

/** The sign-in of readers by providers. */
export interface ProviderSignIn {
  /** Where the browser is sent. @throws SignInRefused; null: the site has no such way. */
  start(input: Start): Promise<{ url: URL; way: SignInWay } | null>;
  /**
   * Asks the provider who came back; a sign-in is answered once.
   * @param input.siteId with `wayId`: whose redirect address it is; a state that was made for another one counts nothing there.
   * @param input.browsers what the browser's cookies say.
   * @throws SignInRefused `expired` for a state that is not known, `other-browser`.
   */
  finish(input: {
    siteId: SiteId;
    wayId: string;
    params: URLSearchParams;
    browsers: readonly string[];
    redirectUri: string;
  }): Promise<Outcome>;
  /** The reader agrees in the popup that the page that began it gets the result. false: the ticket is used or another browser's. */
  offer(ticket: string, browsers: readonly string[]): Promise<boolean>;
  /** The result for the holder of the code, once; null: there is none yet. @throws SignInRefused. */
  claim(siteId: SiteId, code: string): Promise<{ reader: Reader; readerToken: string } | null>;
}

/**
 * Over 80 lines because all steps of a sign-in share its three kinds of records.
 * @param siteOf finds a site as it is now.
 */
export function createProviderSignIn(deps: SignInDeps, siteOf: (id: SiteId) => Promise<Site | null>): ProviderSignIn {
  const attempts = oneTimeRecords(deps, 'sign-in', Attempt);
  const results = oneTimeRecords(deps, 'result', Result);
  const offers = oneTimeRecords(deps, 'offer', Offer);
  const claimName = (siteId: SiteId, claim: string): string => JSON.stringify([siteId, claim]);

  const wayOf = (site: Site, wayId: string): SignInWay | undefined => site.settings.signIn.find(({ id }) => id === wayId);

  /** The way with its secret as it is used. @throws SignInRefused `misconfigured`. */
  function usable(site: Site, way: SignInWay): SignInWay {
    const [found] = waySecrets.usable(site.id, [way], deps.encryption);
    if (found === undefined) throw new SignInRefused('misconfigured', 'secret');
    return found;
  }

  /** The attempt has come to nothing: a page that waits for its result must not wait in vain, whatever went wrong. */
  async function refuseClaim(siteId: SiteId, claim: string | null, error: unknown): Promise<void> {
    const reason = error instanceof SignInRefused ? error.reason : 'unreachable';
    if (claim !== null) await results.keep(claimName(siteId, claim), { refused: reason }, RESULT_FOR);
  }

  function refused(site: Site, way: SignInWay, error: unknown): SignInRefused {
    if (!(error instanceof SignInRefused)) throw error;
    deps.log.warn({ site: site.id, way: way.id, kind: way.kind, reason: error.reason, detail: error.detail }, 'a sign-in was refused');
    return error;
  }

  /** Asks the provider and signs the person in. */
  async function resultOf(
    site: Site,
    way: SignInWay,
    callback: Parameters<SignInDeps['providers']['finish']>[1],
  ): Promise<Outcome['result']> {
    try {
      const person = await deps.providers.finish(usable(site, way), callback);
      return await enterMember(deps, site, { id: way.id, names: [`${way.name}用户`], keepsName: false }, person);
    } catch (error) {
      return { refused: refused(site, way, error).reason };
    }
  }

  /** Answers a sign-in whose browser has come back to the address that it was sent to. */
  async function finished(
    { siteId, wayId, nonce, codeVerifier, claim, origin, browser }: z.output<typeof Attempt>,
    back: { params: URLSearchParams; state: string; redirectUri: string },
    browsers: readonly string[],
  ): Promise<Outcome> {
    const site = await siteOf(siteId);
    const way = site === null ? undefined : wayOf(site, wayId);
    if (site === null || way === undefined) throw new SignInRefused('expired');
    if (!browsers.some((name) => nameHash(name) === browser)) throw new SignInRefused('other-browser');
    const result = await resultOf(site, way, { ...back, nonce, codeVerifier });
    const outcome = { site, origin, wayName: way.name, result, ticket: null };
    if (claim === null) return outcome;
    if ('refused' in result) {
      await results.keep(claimName(site.id, claim), { refused: result.refused }, RESULT_FOR);
      return outcome;
    }
    const ticket = randomName(deps);
    const member = { readerId: result.reader.id, readerToken: result.readerToken };
    await offers.keep(ticket, { claim, browser, siteId: site.id, ...member }, RESULT_FOR);
    return { ...outcome, ticket };
  }

  return {
    async start({ site, wayId, origin, claim, browser, redirectUri, isInWeChat }) {
      const way = wayOf(site, wayId);
      if (way === undefined) return null;
      try {
        if (way.kind === 'wechat-mp' && !isInWeChat) throw new SignInRefused('in-wechat-only');
        const [state, nonce, codeVerifier] = [randomName(deps), randomName(deps), randomName(deps)];
        const url = await deps.providers.start(usable(site, way), { state, nonce, codeVerifier, redirectUri });
        const attempt = { siteId: site.id, wayId, origin, nonce, codeVerifier, browser: nameHash(browser), claim };
        await attempts.keep(state, attempt, SIGN_IN_WITHIN);
        return { url, way };
      } catch (error) {
        await refuseClaim(site.id, claim, error);
        throw refused(site, way, error);
      }
    },

    async finish({ siteId, wayId, params, browsers, redirectUri }) {
      const state = params.get('state') ?? '';
      const attempt = state === '' ? null : await attempts.take(state);
      if (attempt === null) throw new SignInRefused('expired');
      try {
        if (attempt.siteId !== siteId || attempt.wayId !== wayId) throw new SignInRefused('expired');
        return await finished(attempt, { params, state, redirectUri }, browsers);
      } catch (error) {
        await refuseClaim(attempt.siteId, attempt.claim, error);
        throw error;
      }
    },

    async offer(ticket, browsers) {
      const offer = await offers.take(ticket);
      if (offer === null || !browsers.some((browser) => nameHash(browser) === offer.browser)) return false;
      const { claim, siteId, readerId, readerToken } = offer;
      await results.keep(claimName(siteId, claim), { readerId, readerToken }, RESULT_FOR);
      return true;
    },

    async claim(siteId, code) {
      const name = claimName(siteId, nameHash(code));
      // It is asked for every two seconds: while there is nothing, nothing is written.
      const result = (await results.look(name)) === null ? null : await results.take(name);
      if (result === null) return null;
      if ('refused' in result) throw new SignInRefused(result.refused);
      const reader = (await deps.store.readers.get([result.readerId])).get(result.readerId);
      if (reader === undefined) throw new SignInRefused('expired');
      return { reader, readerToken: result.readerToken };
    },
  };
}
