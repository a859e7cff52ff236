import { createCampaigns } from '../learning/campaigns.ts';
import { createLearning } from '../learning/learning.ts';
import { createBurstWatch } from '../moderation/burst.ts';
import { phasesOf } from '../moderation/phases/index.ts';
import { reviewersPhase } from '../moderation/phases/reviewers.ts';
import { createScreening, type Screening } from '../moderation/screen-comment.ts';
import { createStaffNames } from '../moderation/staff-names.ts';
import { createOutbound, outboundRules } from '../outbound/fetch.ts';
import { createReviewers } from '../reviewers/runner.ts';
import { createSiteReviewers, type SiteReviewers } from '../reviewers/site-reviewers.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import { type CompiledLists, createCompiledLists } from '../wordlists/compile-lists.ts';
import type { Environment } from './environment.ts';

/** What assesses texts: the pipeline, and what its phases remember and ask. */
export interface ScreeningParts {
  screening: Screening;
  learning: ReturnType<typeof createLearning>;
  campaigns: ReturnType<typeof createCampaigns>;
  siteReviewers: SiteReviewers;
  lists: CompiledLists;
}

export function createScreeningParts(
  { config, store, log, metrics, now, steady, random, chance, newId }: Environment,
  { sites, encryption }: { sites: SiteDirectory; encryption: Encryption },
): ScreeningParts {
  const { secret, limitsOn } = config;
  const learning = createLearning({
    store,
    secret,
    now: steady,
    onError: (error) => log.warn({ err: error }, 'what was learnt cannot be read'),
  });
  const campaigns = createCampaigns({ store, seed: secret, now, steady, newId });
  const fetch = createOutbound(outboundRules(config.outboundHosts));
  const reviewers = createReviewers({ fetch, now, steady, random, secret, meter: metrics.countReview });
  const siteReviewers = createSiteReviewers({ store, site: sites.find, reviewers, encryption });
  const lists = createCompiledLists({ wordsVersion: sites.wordsVersion, words: store.sites.words }, (error) =>
    log.warn({ err: error }, 'the thread that made a word list ready was lost; it is made ready without one'),
  );
  const screening = createScreening({
    store,
    phases: phasesOf({ bursts: createBurstWatch(), campaigns, learning, staffNames: createStaffNames(store, steady) }),
    lists,
    askReviewers: reviewersPhase(reviewers, siteReviewers.listOf),
    now,
    chance,
    limitsOn,
  });
  return { screening, learning, campaigns, siteReviewers, lists };
}
