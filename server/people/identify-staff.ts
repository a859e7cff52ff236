import { mustSetUpFactor } from './password-use.ts';
import type { Ms } from '../domain/types.ts';
import { useApiToken } from './api-tokens.ts';
import type { StaffDeps } from './deps.ts';
import { hashToken } from './reader-tokens.ts';
import { csrfTokenOf, type StaffActor } from './staff.ts';

/** A session that nobody uses ends after this long. */
export const SESSION_IDLE: Ms = 12 * 3_600_000;

/**
 * Who is it? The bearer token counts when there is one, else the session.
 * @returns null when there is neither, or it is unknown, ended or of a disabled account.
 */
export async function identifyStaff(
  deps: Pick<StaffDeps, 'store' | 'now' | 'secret' | 'requireSecondFactor' | 'passwords'>,
  proof: { sessionToken?: string | undefined; bearer?: string | undefined; isBackground?: boolean | undefined },
): Promise<StaffActor | null> {
  if (proof.bearer !== undefined) return useApiToken(deps, proof.bearer);
  if (proof.sessionToken === undefined || !/^[\w-]{43}$/.test(proof.sessionToken)) return null;
  const tokenHash = hashToken(proof.sessionToken);
  const now = deps.now();
  const session = await deps.store.accounts.touchSession(tokenHash, now, now - SESSION_IDLE, proof.isBackground !== true);
  if (session === null) return null;
  const staff = await deps.store.accounts.staff(session.staffId);
  if (staff === null || staff.disabled) {
    await deps.store.accounts.endSession(tokenHash);
    return null;
  }
  const csrfToken = csrfTokenOf(deps.secret, proof.sessionToken);
  return {
    ...{ staff, via: 'session', scopes: null, csrfToken, sessionHash: tokenHash, confirmedAt: session.confirmedAt },
    wantsSecondFactor: mustSetUpFactor(deps, staff),
  };
}
