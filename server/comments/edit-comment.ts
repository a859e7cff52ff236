import type { CommentView } from '../../contract/comment.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, CommentId, Reader, Site } from '../domain/types.ts';
import { openedCase } from '../domain/publication.ts';
import type { CommentPatch } from '../store/port-comments.ts';
import { orProblem } from '../store/store-problem.ts';
import type { CommentDeps } from './deps.ts';
import { ownComment, requireEditWindow } from './own-comment.ts';
import { contentOf, renderWithin } from './comment-text.ts';
import type { PostContext } from './posted.ts';
import { presentOwn } from '../presenters/present-comment.ts';
import type { ReviewFacts, ScreeningResult } from '../moderation/screening.ts';
import { readAuthorHistory } from './read-author-history.ts';
import { regionFor } from './region-for.ts';
import { requireOpenHours } from './require-open-hours.ts';
import { requireWriter } from './require-writer.ts';
import { keptFindings, reasonOf, reviewOf } from './review-of-text.ts';

/**
 * A new text by the author, through the same checks and moderation as the first. While it waits, the
 * public goes on seeing the text that was published before. The same text again changes nothing.
 * @throws Problem `not-found`, `sign-in-required`, `verification-required`, `posting-closed-now`, `edit-window-over`, `invalid-transition` (refused, removed), `too-long`,
 * `too-short`, `comment-rejected`, `stale-revision`.
 */
export async function editComment(
  deps: CommentDeps,
  site: Site,
  reader: Reader,
  id: CommentId,
  body: string,
  context: Pick<PostContext, 'lang' | 'networks' | 'isStaff' | 'client'>,
): Promise<CommentView> {
  const comment = await ownComment(deps.store, reader, id);
  const now = deps.now();
  requireEditWindow(site, comment, now);
  if (!context.isStaff) {
    requireWriter(site, reader);
    requireOpenHours(site, reader, now);
  }
  if (!['published', 'pending', 'spam'].includes(comment.status)) throw new Problem('invalid-transition');
  const rendered = renderWithin(site, body);
  if (comment.content?.body === body) return presentOwn(comment, context.lang);

  const parent = comment.parentId === null ? null : ((await deps.store.comments.get([comment.parentId])).get(comment.parentId) ?? null);
  const thread = (await deps.store.threads.get([comment.threadId])).get(comment.threadId) ?? null;
  const history = await readAuthorHistory(deps, { site, reader, thread, networks: context.networks, rendered, isEdit: true });
  const author = {
    readerId: reader.id,
    name: comment.author?.name ?? reader.name,
    isStaff: context.isStaff,
    hasStaffBadge: comment.author?.badge === 'staff',
  };
  const similarTexts = deps.campaigns.look(rendered.text, { siteId: site.id, threadId: comment.threadId, readerId: reader.id });
  const facts: ReviewFacts = {
    action: 'edit',
    comment: { id, revision: comment.revision + 1 },
    page: { url: thread?.url || null, title: thread?.title ?? null },
    reader: { emailHash: reader.emailHash, since: reader.createdAt },
    client: { ...context.client, region: await regionFor(deps, site, context), elapsed: null, honeypot: false },
  };
  const screened = await deps.screen({
    site,
    thread,
    parent,
    author,
    body,
    rendered,
    history,
    commentId: id,
    similarTexts,
    facts,
  });
  if (screened.status === 'rejected') {
    throw new Problem('comment-rejected', { pub: { commentId: id, reasonCode: reasonOf(screened) } });
  }
  const content = contentOf(body, rendered, screened.findings);
  const patch = patchOf(comment, content, screened, history.textHash, now);
  const events = eventsOfChange(comment, { ...comment, ...patch }, { now, newId: deps.newId });
  const changed = await orProblem(deps.store.comments.change(id, comment.revision, patch, { events, audit: [] }));
  deps.campaigns.remember(changed);
  return presentOwn(changed, context.lang);
}

function patchOf(
  comment: Comment,
  content: NonNullable<Comment['content']>,
  screened: ScreeningResult,
  textHash: string,
  now: number,
): CommentPatch {
  // A comment that waits goes on waiting: an edit is no way round the moderators.
  const waits = comment.status !== 'published' && screened.status === 'published';
  const status = comment.status === 'spam' ? 'spam' : waits ? 'pending' : screened.status;
  const added = reviewOf({ ...screened, status }, now, 'edited');
  const [kind = 'edited'] = added?.kinds ?? [];
  const review =
    added === null
      ? comment.review
      : { ...openedCase(comment.review, { kind, reason: added.reasons[0] ?? 'mode', score: added.score, priority: added.priority, now }) };
  if (review !== null && added !== null) {
    review.kinds = [...new Set([...review.kinds, ...added.kinds])];
    review.reasons = [...new Set([...review.reasons, ...added.reasons])];
  }
  return {
    status,
    content,
    textHash,
    editedAt: now,
    findings: keptFindings(screened.findings),
    published: status === 'published' ? { content, at: now } : comment.published,
    review,
  };
}
