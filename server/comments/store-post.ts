import type { PostComment } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { placeBelow } from '../domain/depth.ts';
import { type EventFacts, newEvent } from '../domain/effects.ts';
import type { PostGuard } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';
import type { Author, Comment, Id, Reader, Site, Thread } from '../domain/types.ts';
import type { Rendered } from '../markup/rendered.ts';
import type { Consequence, ScreeningResult } from '../moderation/screening.ts';
import { presentOwn, refusalMessage } from '../presenters/present-comment.ts';
import type { NewComment } from '../store/port-types.ts';
import type { StoredAnswer } from '../store/port-comments.ts';
import { correctThread, isAddressOf } from '../threads/thread-address.ts';
import { contentOf } from './comment-text.ts';
import type { CommentDeps } from './deps.ts';
import { keptAnswer, storedKey } from './kept-answer.ts';
import type { PostAuthor } from './post-author.ts';
import type { Place } from './post-place.ts';
import type { PostContext, Posted } from './posted.ts';
import { tooFast } from './refuse-post.ts';
import { replay, withToken } from './replay-post.ts';
import { keptFindings, reasonOf, reviewOf } from './review-of-text.ts';

/** Stores what nothing stands in the way of: thread and author where they are new, then the comment, on which alone the answer depends. */
export async function storePost(
  deps: CommentDeps,
  context: PostContext,
  input: PostComment,
  post: { text: Omit<Parts, 'thread' | 'reader' | 'isAuthor'>; place: Place; author: PostAuthor; guard: PostGuard; fingerprint: string },
): Promise<Posted> {
  const { text, author, guard, fingerprint } = post;
  const { site } = text;
  const [thread, reader] = await Promise.all([post.place.keep(), author.keep()]);
  const isAuthor = context.reader?.authorOf.includes(thread.key) === true;
  const comment = compose(deps, { ...text, thread, reader, isAuthor });
  const posted = answerFor(comment, context.lang);
  const kept: StoredAnswer | undefined =
    context.idempotencyKey === null
      ? undefined
      : {
          key: storedKey(context.idempotencyKey),
          fingerprint,
          status: posted.status,
          body: keptAnswer(posted.answer),
          at: comment.createdAt,
        };
  const making = { at: comment.createdAt, newId: deps.newId };
  const consequences = text.screened.consequences.map((consequence) => newEvent(making, eventOf(comment, consequence)));
  const changes = eventsOfChange(null, comment, { now: comment.createdAt, newId: deps.newId });
  const { siteId } = comment;
  const refused: EventFacts = { type: 'comment.created', channel: `site:${siteId}`, siteId, data: { commentId: comment.id } };
  const events = [...(changes.length === 0 ? [newEvent(making, refused)] : changes), ...consequences];
  const created = await deps.store.comments.create(comment, { events, audit: [] }, kept, guard);
  if (!created.created) {
    if ('answer' in created) return replay(deps, site, context, input, created.answer, fingerprint);
    // The reader asked for it while this was under way: the token is nobody's any more.
    if (created.refused === 'erased') throw new Problem('invalid-token');
    throw created.refused === 'too-fast' ? tooFast(created.wait) : new Problem('duplicate-comment');
  }
  deps.campaigns.remember(comment);
  // The comment stands whatever becomes of this: the next post from the page names its article again.
  if (context.page.isOfSite && isAddressOf(site, context.page.ownOrigin, input.thread.url)) {
    await correctThread(deps, thread, input.thread).catch(deps.onError);
  }
  return withToken(posted, author.readerToken);
}

/** The event by which what is to follow a stored comment happens, once in the whole service (moderation/follow-up.ts). */
function eventOf({ id: commentId, siteId, threadId }: NewComment, consequence: Consequence): EventFacts {
  const base = { siteId, channel: `staff:${siteId}` as const };
  if (consequence.kind === 'slow-thread') return { ...base, type: 'burst.found', data: { threadId, note: consequence.note } };
  const { clusterId, similar } = consequence;
  return { ...base, type: 'cluster.found', data: { commentId, clusterId, similar: [...similar] } };
}

/** What a comment is made of. */
interface Parts {
  id: Id;
  site: Site;
  thread: Thread;
  parent: Comment | null;
  reader: Reader;
  /** Is the reader the author of the article? */
  isAuthor: boolean;
  rendered: Rendered;
  screened: ScreeningResult;
  textHash: string;
  isStaff: boolean;
  body: string;
  region: string | null;
}

function compose(deps: CommentDeps, parts: Parts): NewComment {
  const { site, thread, parent, rendered, screened } = parts;
  const now = deps.now();
  const { id } = parts;
  const content = contentOf(parts.body, rendered, screened.findings);
  return {
    id,
    siteId: site.id,
    threadId: thread.id,
    threadKey: thread.key,
    ...(parent === null ? { parentId: null, rootId: id, ancestors: [], depth: 0 } : placeBelow(parent)),
    author: authorOf(parts),
    status: screened.status,
    revision: 1,
    content,
    published: screened.status === 'published' ? { content, at: now } : null,
    editedAt: null,
    removedFrom: null,
    reason: screened.status === 'rejected' ? reasonOf(screened) : null,
    textHash: parts.textHash,
    pinned: false,
    featured: false,
    review: reviewOf(screened, now, 'new'),
    findings: keptFindings(screened.findings),
    lastDecision: null,
    createdAt: now,
  };
}

/** The author as they are now: the comment shows them so from then on. */
function authorOf({ reader, isStaff, isAuthor, region }: Pick<Parts, 'reader' | 'isStaff' | 'isAuthor' | 'region'>): Author {
  const { id: readerId, name, avatar, verified } = reader;
  const badge = isStaff ? 'staff' : isAuthor ? 'author' : reader.badge;
  return {
    readerId,
    name,
    badge,
    region,
    ...(avatar === null ? {} : { avatar }),
    ...(verified === null ? {} : { isVerified: true }),
  };
}

function answerFor(comment: NewComment, lang: Lang): Posted {
  if (comment.status === 'rejected') {
    return { status: 422, answer: { rejected: { commentId: comment.id, reason: refusalMessage(comment, lang) } } };
  }
  const view = presentOwn({ ...comment, votes: { up: 0, down: 0 }, replyCount: 0, heat: 0 }, lang);
  return { status: comment.status === 'published' ? 201 : 202, answer: { comment: view } };
}
