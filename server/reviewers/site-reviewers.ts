import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { Comment, Site, SiteId } from '../domain/types.ts';
import { type Subscription, subscriptionTo } from '../events/subscription.ts';
import type { Store } from '../store/port.ts';
import { REVIEWER_PHASE } from './findings.ts';
import type { Reviewers } from './runner.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { reviewerSecrets } from '../secrets/reviewer-secrets.ts';

interface SiteReviewersDeps {
  store: Pick<Store, 'comments' | 'threads'>;
  site: (id: SiteId) => Promise<Site | null>;
  reviewers: Reviewers;
  encryption: Encryption;
}

/** A site's external reviewers, and the decisions that are sent to them. */
export interface SiteReviewers {
  /** In the order in which they are asked, secrets opened. @throws SealBroken. */
  listOf(siteId: SiteId): Promise<ReviewerSettings[]>;
  /** Sends what people decided on a text to those reviewers who saw it and want to know. */
  feedback: Subscription;
}

/** What a decision means to a reviewer; null where it says nothing of the text. */
function lessonOf({ lastDecision, status }: Comment): 'approve' | 'reject' | 'spam' | null {
  if (lastDecision === null || lastDecision.by === 'system') return null;
  if (status === 'published') return lastDecision.action === 'approve' || lastDecision.action === 'restore' ? 'approve' : null;
  if (status === 'rejected') return 'reject';
  return status === 'spam' ? 'spam' : null;
}

/** Connects a site's settings with those who ask its reviewers. */
export function createSiteReviewers({ store, site: siteOf, reviewers, encryption }: SiteReviewersDeps): SiteReviewers {
  async function listOf(siteId: SiteId): Promise<ReviewerSettings[]> {
    const stored = (await siteOf(siteId))?.settings.reviewers ?? [];
    return stored.length === 0 ? [] : reviewerSecrets.decrypt(siteId, stored, encryption);
  }

  async function notify(comment: Comment): Promise<void> {
    const action = lessonOf(comment);
    const wereAsked = comment.findings.some(({ phase }) => phase.startsWith(REVIEWER_PHASE));
    const site = await siteOf(comment.siteId);
    if (action === null || !wereAsked || site === null || comment.content === null) return;
    const thread = (await store.threads.get([comment.threadId])).get(comment.threadId);
    const { body, text, html } = comment.content;
    const subject = {
      action: 'recheck' as const,
      site: { id: site.id, name: site.name, mode: thread?.mode ?? site.mode, type: site.type },
      page: { key: comment.threadKey, url: thread?.url || null, title: thread?.title ?? null },
      comment: { id: comment.id, revision: comment.revision, body, text, html, links: [], parent: null },
      author: {
        readerId: comment.author?.readerId ?? null,
        name: comment.author?.name ?? '',
        isStaff: comment.author?.badge === 'staff',
        trust: 0,
        since: null,
        published: 0,
        rejected: 0,
        emailHash: null,
      },
      client: { ip: null, region: null, userAgent: null, referrer: null, elapsed: null, honeypot: false },
    };
    await reviewers.feedback(await listOf(site.id), subject, { action, reason: comment.reason }, comment.findings);
  }

  return {
    listOf,
    feedback: subscriptionTo({
      name: 'reviewers-feedback',
      types: ['queue.decided'],
      start: 'head',
      async handle({ data }) {
        const comment = (await store.comments.get([data.commentId])).get(data.commentId);
        if (comment !== undefined) await notify(comment);
      },
    }),
  };
}
