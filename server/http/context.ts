import type { Request, Response } from 'express';
import type { Lang } from '../../contract/problem.ts';
import { BACKGROUND_HEADER } from '../domain/background-header.ts';
import { Problem } from '../domain/problem.ts';
import type { SignedInReader, TokenHolder } from '../domain/members.ts';
import type { Site } from '../domain/types.ts';
import { signedIn } from '../people/guest.ts';
import type { StaffActor } from '../people/staff.ts';
import { allowsOrigin } from '../sites/origins.ts';
import { browserFamily } from '../web/browser-family.ts';
import { clientAddress, networkOf } from '../web/client-network.ts';
import { letPageRead } from './cors.ts';
import type { HttpDeps } from './deps.ts';
import { langOf } from '../web/lang.ts';
import { sessionTokenIn } from '../web/session-cookie.ts';

/** What a handler knows of the request beside its parsed parts. */
export interface Context {
  /** The origin under which readers reach the service; empty while it is not known. */
  ownOrigin: string;
  req: Request;
  res: Response;
  requestId: string;
  lang: Lang;
  /** The client's, in its plain form. */
  address: string | undefined;
  /** /24 or /64 of the client. */
  network: string;
  /** From where the call comes: the network, and the family of the browser. */
  place: { network: string; browser: string };
  /** The member of staff, where the route wants one. @throws Problem `sign-in-required`. */
  staff(): StaffActor;
  /** The same without asking for one: null for everybody else. */
  staffOrNull(): Promise<StaffActor | null>;
  /** The site that the call is about, where the route names it: it has been asked whether the person may do it there. */
  site(): Site;
  /**
   * Lets the page of the request's origin read the answer, where the site has allowed it. To be called before
   * anything of the site is answered or done.
   * @throws Problem `origin-not-allowed`, which names the origin, for every other page.
   */
  openTo(site: Site): void;
  /** The reader whose token was sent, or null without one. @throws Problem `invalid-token`. */
  readerOrNull(site: Site): Promise<SignedInReader | null>;
  /** @throws Problem `sign-in-required`, `invalid-token`. */
  reader(site: Site): Promise<SignedInReader>;
  /**
   * The reader whose token was sent with the site that it is of, which lets the page of the request read the answer.
   * @throws Problem `sign-in-required`, `invalid-token`, `origin-not-allowed`.
   */
  readerAndSite(): Promise<{ reader: SignedInReader; site: Site }>;
  /** The same with the token. */
  holderAndSite(): Promise<{ holder: TokenHolder; site: Site }>;
  /** One's `Bearer` credential, or null. */
  bearer: string | null;
}

/** The credential of `Authorization: Bearer`, or null. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +([\w.~+/-]{1,2048}=*) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Makes the context of a request. */
export function contextOf(deps: HttpDeps, req: Request, res: Response): Context {
  const bearer = bearerOf(req.get('authorization'));
  const address = clientAddress(req, req.app.get('trust proxy fn'));
  const network = networkOf(address);
  const context: Context = {
    req,
    res,
    requestId: String(res.locals.requestId),
    lang: langOf(req.get('accept-language')),
    address,
    network,
    get place() {
      return { network, browser: browserFamily(req.get('user-agent')) };
    },
    bearer,
    ownOrigin: URL.canParse(deps.publicUrl()) ? new URL(deps.publicUrl()).origin : '',
    staff() {
      throw new Problem('sign-in-required');
    },
    site() {
      throw new Error('this route names no site');
    },
    staffOrNull() {
      const sessionToken = sessionTokenIn(req.headers.cookie);
      const staffBearer = bearer?.startsWith('ljs_') ? bearer : undefined;
      if (sessionToken === undefined && staffBearer === undefined) return Promise.resolve(null);
      return deps.people.identifyStaff({ sessionToken, bearer: staffBearer, isBackground: req.get(BACKGROUND_HEADER) !== undefined });
    },
    openTo(site) {
      const origin = req.get('origin');
      if (origin === undefined) return;
      if (allowsOrigin(site.origins, origin) || deps.isOwnOrigin(origin, req.get('host'))) {
        letPageRead(res);
      } else throw new Problem('origin-not-allowed', { pub: { origin } });
    },
    readerOrNull(site) {
      if (req.get('authorization') === undefined || bearer?.startsWith('ljs_')) return Promise.resolve(null);
      return deps.people.identifyReader(site.id, bearer ?? '');
    },
    async reader(site) {
      const reader = await context.readerOrNull(site);
      if (reader === null) throw new Problem('sign-in-required');
      return reader;
    },
    async readerAndSite() {
      const { holder, site } = await context.holderAndSite();
      return { reader: signedIn(holder), site };
    },
    async holderAndSite() {
      const holder = await deps.people.holderOf(bearer ?? '');
      if (holder === null) throw new Problem('invalid-token');
      const site = await deps.sites.get(holder.reader.siteId);
      context.openTo(site);
      return { holder, site };
    },
  };
  return context;
}
