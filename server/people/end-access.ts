import { ALL_SITES } from '../domain/all-sites.ts';
import { claimEvents } from '../domain/claim-events.ts';
import { newEvent } from '../domain/effects.ts';
import { ACCOUNTS_CHANNEL, type NewEvent } from '../domain/events.ts';
import type { StaffId } from '../domain/types.ts';
import type { StaffDeps } from './deps.ts';
import { endCommentTokens } from './staff-reader.ts';

type AccessDeps = Pick<StaffDeps, 'store' | 'now' | 'newId'>;

/** The event by which every process looks at the person's open connections again. */
export function staffChanged({ now, newId }: Pick<StaffDeps, 'now' | 'newId'>, staffId: StaffId): NewEvent {
  return newEvent({ at: now(), newId }, { type: 'staff.changed', channel: ACCOUNTS_CHANNEL, siteId: ALL_SITES, data: { staffId } });
}

/** Ends all sessions of a person and what lets pages comment as them, gives back their claims, and ends their open connections in every process. */
export async function endAccess(deps: AccessDeps, staffId: StaffId): Promise<void> {
  const { accounts, moderation, comments, events } = deps.store;
  await accounts.endSessionsOf(staffId);
  await endCommentTokens(deps, staffId, null);
  const released = await moderation.release(staffId, null);
  const cases = released.length === 0 ? [] : (await comments.get(released)).values();
  await events.append([...claimEvents({ at: deps.now(), newId: deps.newId }, cases, null), staffChanged(deps, staffId)]);
}
