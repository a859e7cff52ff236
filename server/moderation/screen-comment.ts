import { renderBody } from '../markup/render-body.ts';
import type { z } from 'zod';
import type { TryAnswer } from '../../contract/moderation.ts';
import { hostsIn } from '../domain/links.ts';
import { trustOf } from '../domain/trust.ts';
import type { Ms, Site, SiteMode } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { AuthorHistory } from '../store/port-readers.ts';
import type { CompiledLists } from '../wordlists/compile-lists.ts';
import { statusUnder } from './mode.ts';
import type { ReviewersPhase } from './phases/reviewers.ts';
import { LIST_NOT_READY } from './phases/words.ts';
import { type PhaseContext, type PipelineResult, runPhases, type Phase } from './pipeline.ts';
import type { ScreeningInput, ScreeningResult } from './screening.ts';

export type TryResult = z.infer<typeof TryAnswer>;

export interface Screening {
  /** What the pipeline and the site's mode make of a comment. */
  screen(text: ScreeningInput): Promise<ScreeningResult>;
  /** The same for a text that nobody sent; nothing is stored. */
  tryText(site: Site, text: { body: string; name: string }): Promise<TryResult>;
}

interface ScreeningDeps {
  store: Pick<Store, 'readers'>;
  phases: readonly Phase[];
  lists: CompiledLists;
  /** The reviewers outside, after all others. */
  askReviewers: ReviewersPhase;
  now: () => Ms;
  /** A number from 0 to 1, for drawing samples. */
  chance: () => number;
  limitsOn: boolean;
}

/** The history of an author of whom nothing is known. */
export const UNKNOWN_AUTHOR: AuthorHistory = {
  bans: [],
  published: 0,
  rejected: 0,
  spam: 0,
  recent: [],
  sameTextOwn: 0,
  sameTextReaders: 0,
  threadRecent: [],
  hosts: new Map(),
};

/** Makes what screens the comments of all sites. */
export function createScreening(deps: ScreeningDeps): Screening {
  async function contextOf(text: ScreeningInput, isRehearsal: boolean): Promise<PhaseContext> {
    const now = deps.now();
    // What nobody sent can wait for the newest list.
    const words = await (isRehearsal ? deps.lists.matcherOf(text.site) : deps.lists.matcherInTime(text.site));
    return { ...text, words, trust: trustOf(text.history, now), now, limitsOn: deps.limitsOn, isRehearsal };
  }

  return {
    async screen(text) {
      const context = await contextOf(text, false);
      const local = await runPhases(deps.phases, context);
      const result = text.facts === null ? local : await deps.askReviewers(context, text.facts, local);
      return applyMode(result, context, deps.chance());
    },
    async tryText(site, { body, name }) {
      const started = performance.now();
      const rendered = renderBody(body, { images: false });
      const hosts = await hostsOf(deps, site, hostsIn(rendered.html));
      const author = { readerId: null, name, isStaff: false };
      const history = { ...UNKNOWN_AUTHOR, hosts, since: null };
      const context = await contextOf(
        { site, thread: null, parent: null, author, body, rendered, history, commentId: null, similarTexts: null, facts: null },
        true,
      );
      const result = await runPhases(deps.phases, context);
      const under = (mode: SiteMode) => statusUnder(mode, result.verdict, { trust: context.trust, isStaff: false });
      return {
        verdict: result.verdict,
        status: { pre: under('pre'), graded: under('graded'), post: under('post') },
        findings: result.findings,
        micros: Math.round((performance.now() - started) * 1000),
      };
    },
  };
}

async function hostsOf({ store, now }: ScreeningDeps, site: Site, hosts: string[]): Promise<AuthorHistory['hosts']> {
  if (hosts.length === 0) return new Map();
  const at = now();
  const asked = { siteId: site.id, readerId: null, networks: [], emailDomain: null, textHash: '', sameTextSince: at, now: at, hosts };
  return (await store.readers.history(asked)).hosts;
}

/** The status under the site's mode, and why people have to look. */
function applyMode(result: PipelineResult, context: PhaseContext, chance: number): ScreeningResult {
  const { verdict, score, findings, consequences, reasons } = result;
  const { site, trust, author } = context;
  const mode = context.thread?.mode ?? site.mode;
  const why: string[] = [];
  let status = statusUnder(mode, verdict, { trust, isStaff: author.isStaff });
  if (context.words === null) {
    // Nothing is published that was not looked through for the site’s words, not even of staff.
    if (status === 'published') status = 'pending';
    why.push(LIST_NOT_READY);
  }
  if (status === 'pending' && mode === 'pre' && !author.isStaff) why.push('mode');
  if (status === 'pending' && mode === 'graded' && trust === 0) why.push('newcomer');
  if (status === 'published') {
    // What people may look at afterwards: a doubtful text of a reliable reader, and samples of the rest.
    const isDoubtful = verdict === 'review' && !author.isStaff;
    const isDrawn = chance * 100 < site.settings.samplePercent;
    const after = [...(isDoubtful ? reasons : []), ...(isDrawn ? ['sample'] : [])];
    // A text that is published at once is not gathered with the copies of it.
    return { status, verdict, score, findings, consequences: consequences.filter(({ kind }) => kind !== 'gather-cluster'), reasons: after };
  }
  return { status, verdict, score, findings, consequences, reasons: [...why, ...reasons] };
}
