import type { ReviewerSettings } from '../../domain/reviewer-settings.ts';
import type { Site, SiteId, Thread } from '../../domain/types.ts';
import { speaksAgainst, worseVerdict } from '../../domain/verdicts.ts';
import type { PipelineResult, PhaseContext } from '../pipeline.ts';
import { reasonsOf } from '../../reviewers/findings.ts';
import type { Reviewers } from '../../reviewers/runner.ts';
import type { ReviewSubject } from '../../reviewers/subject.ts';
import type { ReviewFacts } from '../screening.ts';

/** What the reviewers' phase reads of a text that is screened. */
export type ReviewedContext = Pick<PhaseContext, 'parent' | 'author' | 'body' | 'rendered'> & {
  site: Pick<Site, 'id' | 'name' | 'mode' | 'type'>;
  thread: Pick<Thread, 'mode' | 'key'> | null;
  history: { published: number; rejected: number; spam: number };
  trust: number;
};

/** The last phase: it sees what all others found. */
export type ReviewersPhase = (
  context: ReviewedContext,
  facts: ReviewFacts,
  local: PipelineResult,
  signal?: AbortSignal,
) => Promise<PipelineResult>;

/**
 * The external reviewers. They can make a result worse, never better: a "pass" from outside saves nothing that a
 * local phase doubts. Settings that cannot be read hold the text.
 * @param listOf a site's reviewers in order, secrets opened.
 */
export function reviewersPhase(reviewers: Reviewers, listOf: (siteId: SiteId) => Promise<readonly ReviewerSettings[]>): ReviewersPhase {
  return async (context, facts, local, signal) => {
    try {
      const list = await listOf(context.site.id);
      if (list.length === 0) return local;
      const findings = await reviewers.review(list, subjectOf(context, facts), local, signal);
      const against = findings.filter(speaksAgainst);
      return {
        verdict: against.reduce((worst, { verdict }) => worseVerdict(worst, verdict ?? 'pass'), local.verdict),
        score: 1 - against.reduce((clean, { score }) => clean * (1 - score), 1 - local.score),
        findings: [...local.findings, ...findings],
        consequences: local.consequences,
        reasons: [...new Set([...local.reasons, ...findings.flatMap(reasonsOf)])],
      };
    } catch {
      const reasons = [...new Set([...local.reasons, 'phase-failed:reviewers'])];
      return { ...local, verdict: worseVerdict(local.verdict, 'review'), reasons };
    }
  };
}

function subjectOf(context: ReviewedContext, facts: ReviewFacts): Omit<ReviewSubject, 'id'> {
  const { site, thread, parent, author, body, rendered, history, trust } = context;
  return {
    action: facts.action,
    site: { id: site.id, name: site.name, mode: thread?.mode ?? site.mode, type: site.type },
    page: { key: thread?.key ?? '', ...facts.page },
    comment: {
      ...facts.comment,
      body,
      text: rendered.text,
      html: rendered.html,
      links: rendered.links,
      parent:
        parent === null || parent.published === null
          ? null
          : { id: parent.id, text: parent.published.content.text, readerId: parent.author?.readerId ?? null },
    },
    author: {
      readerId: author.readerId,
      name: author.name,
      isStaff: author.isStaff,
      trust,
      since: facts.reader.since,
      published: history.published,
      rejected: history.rejected + history.spam,
      emailHash: facts.reader.emailHash,
    },
    client: facts.client,
  };
}
