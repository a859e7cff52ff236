import type { RefusedToken } from '../domain/refused-tokens.ts';
import type { SiteId } from '../domain/types.ts';
import { type JoinDeps, joinGuest, joinImported } from '../people/join-guest.ts';
import { signInBySso, type SsoDeps } from '../sso/sign-in.ts';
import type { Bound } from './bound.ts';

/** How members sign in, and what becomes theirs. The errors stand at each use case. */
export interface MemberServices {
  signInBySso: Bound<typeof signInBySso>;
  joinGuest: Bound<typeof joinGuest>;
  joinImported: Bound<typeof joinImported>;
  /** The last refused tokens of a site's sign-on, newest first. */
  refusedTokens: (siteId: SiteId) => Promise<RefusedToken[]>;
}

export function createMemberServices(deps: SsoDeps & JoinDeps): MemberServices {
  return {
    signInBySso: (...rest) => signInBySso(deps, ...rest),
    joinGuest: (...rest) => joinGuest(deps, ...rest),
    joinImported: (...rest) => joinImported(deps, ...rest),
    refusedTokens: (siteId) => deps.store.readers.refusedTokens(siteId),
  };
}
