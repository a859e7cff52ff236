import type { JudgedText, TextToJudge } from '../comments/deps.ts';
import { renderBody } from '../comments/render-body.ts';
import type { TryAnswer } from '../contract/moderation.ts';
import type { Ms, Site, SiteMode } from '../domain/types.ts';
import type { WordEntry, WordList } from '../domain/words.ts';
import { trustOf } from '../domain/trust.ts';
import { statusUnder } from './mode.ts';
import { PHASES } from './phases/index.ts';
import { type JudgingContext, judge, type Judgement } from './pipeline.ts';
import { SHIPPED_WORDS } from './shipped/words.ts';
import { compileWords, type Matcher } from './text/matcher.ts';
import type { z } from 'zod';

export type TryResult = z.infer<typeof TryAnswer>;

export interface Judge {
  /** What the pipeline and the site's mode make of a comment. */
  judge(text: TextToJudge): Promise<JudgedText>;
  /** The same for a text that nobody sent; nothing is stored. */
  tryText(site: Site, text: { body: string; name: string }): Promise<TryResult>;
}

interface JudgeDeps {
  /** A site's word list, at most a second old. */
  words: (siteId: string) => Promise<WordList>;
  now: () => Ms;
  limitsOn: boolean;
}

/** Makes the judge; word lists are compiled once a version. */
export function createJudge(deps: JudgeDeps): Judge {
  const compiled = new Map<string, { version: number; shipped: string; matcher: Matcher }>();

  async function matcherOf(site: Site): Promise<Matcher> {
    const { version, entries } = await deps.words(site.id);
    const { shipped } = site.settings;
    const known = compiled.get(site.id);
    if (known !== undefined && known.version === version && known.shipped === shipped) return known.matcher;
    const all: WordEntry[] = shipped === 'on' ? [...SHIPPED_WORDS, ...entries] : entries;
    const matcher = compileWords(all);
    compiled.set(site.id, { version, shipped, matcher });
    return matcher;
  }

  async function contextOf(text: TextToJudge, isRehearsal: boolean): Promise<JudgingContext> {
    const now = deps.now();
    return { ...text, words: await matcherOf(text.site), trust: trustOf(text.standing, now), now, limitsOn: deps.limitsOn, isRehearsal };
  }

  return {
    async judge(text) {
      const context = await contextOf(text, false);
      const judgement = await judge(PHASES, context);
      const mode = text.thread?.mode ?? text.site.mode;
      return decided(judgement, mode, context);
    },
    async tryText(site, { body, name }) {
      const started = performance.now();
      const rendered = renderBody(body, { images: false });
      const nobody = {
        bans: [],
        published: 0,
        rejected: 0,
        spam: 0,
        recent: [],
        sameTextOwn: 0,
        sameTextReaders: 0,
        threadRecent: [],
        hosts: new Map(),
        since: null,
      };
      const author = { readerId: null, name, isStaff: false };
      const context = await contextOf({ site, thread: null, parent: null, author, body, rendered, standing: nobody }, true);
      const judgement = await judge(PHASES, context);
      const under = (mode: SiteMode) => statusUnder(mode, judgement.verdict, { trust: context.trust, isStaff: false });
      return {
        verdict: judgement.verdict,
        status: { pre: under('pre'), graded: under('graded'), post: under('post') },
        findings: judgement.findings,
        micros: Math.round((performance.now() - started) * 1000),
      };
    },
  };
}

function decided(judgement: Judgement, mode: SiteMode, context: JudgingContext): JudgedText {
  const { verdict, score, findings, reasons } = judgement;
  const status = statusUnder(mode, verdict, { trust: context.trust, isStaff: context.author.isStaff });
  const why =
    status !== 'pending'
      ? reasons
      : [...(mode === 'pre' ? ['mode'] : []), ...(mode === 'graded' && context.trust === 0 ? ['newcomer'] : []), ...reasons];
  return { status, verdict, score, findings, reasons: why };
}
