import { type SettleDeps, settleReview } from '../comments/settle-review.ts';
import { ban, unban } from '../desk/bans.ts';
import { type ClaimDeps, claimCases, releaseClaims, renewClaims } from '../desk/claims.ts';
import { decide } from '../desk/decide.ts';
import { listQueue, oneOfQueue, queueStats } from '../desk/queue.ts';
import { searchComments } from '../desk/search.ts';
import { undoableAmong } from '../desk/undoable.ts';
import { Problem } from '../domain/problem.ts';
import type { Screening } from '../moderation/screen-comment.ts';
import { acceptLater, type LaterDeps, type LaterRequest } from '../reviewers/later.ts';
import type { SiteDeps } from '../sites/deps.ts';
import type { Store } from '../store/port.ts';
import type { Bound } from './bound.ts';

/** What moderators do. The errors stand at each use case. */
export interface ModerationServices {
  listQueue: Bound<typeof listQueue>;
  oneOfQueue: Bound<typeof oneOfQueue>;
  queueStats: Bound<typeof queueStats>;
  claim: Bound<typeof claimCases>;
  renewClaims: Bound<typeof renewClaims>;
  releaseClaims: Bound<typeof releaseClaims>;
  decide: Bound<typeof decide>;
  search: Bound<typeof searchComments>;
  tryText: Screening['tryText'];
  listAudit: Store['audit']['list'];
  undoableAmong: Bound<typeof undoableAmong>;
  listBans: Store['readers']['bans'];
  ban: Bound<typeof ban>;
  unban: Bound<typeof unban>;
  /** Takes the late answer of a reviewer outside and changes the comment by it. @throws Problem as `acceptLater`. */
  acceptReview: (answer: LaterRequest) => Promise<void>;
}

export function createModerationServices(
  deps: ClaimDeps & SiteDeps & { store: Store; lateReviews: LaterDeps; tryText: Screening['tryText'] },
): ModerationServices {
  const { store } = deps;
  return {
    listQueue: (...rest) => listQueue(deps, ...rest),
    oneOfQueue: (...rest) => oneOfQueue(deps, ...rest),
    queueStats: (...rest) => queueStats(deps, ...rest),
    claim: (...rest) => claimCases(deps, ...rest),
    renewClaims: (...rest) => renewClaims(deps, ...rest),
    releaseClaims: (...rest) => releaseClaims(deps, ...rest),
    decide: (...rest) => decide(deps, ...rest),
    search: (...rest) => searchComments(deps, ...rest),
    tryText: deps.tryText,
    listAudit: (request) => store.audit.list(request),
    undoableAmong: (...rest) => undoableAmong(deps, ...rest),
    listBans: (request) => store.readers.bans(request),
    ban: (...rest) => ban(deps, ...rest),
    unban: (...rest) => unban(deps, ...rest),
    acceptReview: (answer) => takeAnswer(deps, answer),
  };
}

async function takeAnswer(deps: SettleDeps & { lateReviews: LaterDeps }, answer: LaterRequest): Promise<void> {
  const settled = await acceptLater(deps.lateReviews, answer);
  try {
    await settleReview(deps, settled);
  } catch (error) {
    // Sent twice at once: the second one is a replay, which this look at the comment finds.
    if (error instanceof Problem && error.code === 'stale-revision') await acceptLater(deps.lateReviews, answer);
    throw error;
  }
}
