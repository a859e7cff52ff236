import type { CommentId, Ms, SiteId } from '../domain/types.ts';
import { type Subscription, subscriptionTo } from '../events/subscription.ts';
import type { Store } from '../store/port.ts';
import type { LearnerModel, LearnerUse } from './learner/model.ts';
import { type LearnerStats, stats } from './learner/stats.ts';
import { LEARNER_USES } from '../domain/enumerations.ts';
import { createSiteModels, type SiteModelsDeps } from './site-models.ts';

/** Decisions are gathered for so long: to store a megabyte for each would be too much. */
const SAVE_AFTER: Ms = 5_000;

export interface Learning {
  /** The site's model as this process knows it. */
  modelOf(siteId: SiteId, use: LearnerUse): Promise<LearnerModel>;
  statsOf(siteId: SiteId): Promise<LearnerStats[]>;
  /** Learns from decisions, once in the whole service; the same decision again changes nothing. */
  subscription: Subscription;
}

/** Keeps a model for each site and use, taught by what moderators decide. */
export function createLearning(deps: SiteModelsDeps & { store: Pick<Store, 'comments'> }): Learning {
  const models = createSiteModels(deps);

  async function learnFrom(commentId: CommentId): Promise<void> {
    const comment = (await deps.store.comments.get([commentId])).get(commentId);
    if (comment === undefined) return;
    for (const use of LEARNER_USES) await models.learnFrom(comment, use);
  }

  return {
    modelOf: models.current,
    statsOf: (siteId) => Promise.all(LEARNER_USES.map(async (use) => stats(await models.current(siteId, use)))),
    subscription: subscriptionTo({
      name: 'learning',
      types: ['queue.decided'],
      start: 'beginning',
      gather: SAVE_AFTER,
      handle: ({ data }) => learnFrom(data.commentId),
      flush: models.saveAll,
    }),
  };
}
