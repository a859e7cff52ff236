import { CLAIM_MS } from '../../server/domain/claim.ts';
import type { QueueItem } from '../../contract/moderation.ts';
import type { Claim } from './queue-state.ts';

/** A claim that has just been announced, with its end counted from now: the clocks of browser and server differ. */
export const claimFromNow = (claim: Claim): Claim => ({ ...claim, until: new Date(Date.now() + CLAIM_MS).toISOString() });

/** A case whose claim ends no later than any that begins now: a clock that is behind the server's would keep it longer. */
export function withClaimInTime(item: QueueItem): QueueItem {
  const { claim } = item;
  return claim === null || Date.parse(claim.until) - Date.now() <= CLAIM_MS ? item : { ...item, claim: claimFromNow(claim) };
}
