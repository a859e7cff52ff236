import { makeSample, type SampleDeps } from './make-sample.ts';
import { DEMO_SITE } from './sample.ts';
import { Problem } from '../domain/problem.ts';
import type { SiteDeps } from '../sites/deps.ts';
import { makeSite, siteOf } from '../sites/make-site.ts';
import { LOOPBACK } from '../sites/origins.ts';

/**
 * The site of the demo article: comments first, moderation of the doubtful, from any page on this machine. Where the
 * site is there nothing is done. The samples come first: a start that is broken off has made no site, and the next one
 * makes the rest.
 * @param withSamples are there to be sample comments?
 */
export async function makeDemoSite(deps: SiteDeps & SampleDeps, withSamples: boolean): Promise<void> {
  if ((await deps.store.sites.get(DEMO_SITE)) !== null) return;
  const input = {
    id: DEMO_SITE,
    name: '两句演示',
    origins: [LOOPBACK],
    type: 'news' as const,
    mode: 'post' as const,
    notice: '请文明发言，理性讨论。',
  };
  if (withSamples) await makeSample(deps, siteOf(input, deps.now()));
  try {
    await makeSite(deps, { id: 'system', name: 'system', requestId: null }, input);
  } catch (error) {
    // Two processes that start at once: the other was first.
    if (!(error instanceof Problem && error.code === 'duplicate-site')) throw error;
  }
}
