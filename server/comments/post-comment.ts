import { hash } from 'node:crypto';
import type { PostComment } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { placeBelow } from '../domain/depth.ts';
import { type EventFacts, newEvent } from '../domain/effects.ts';
import type { PostGuard } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';
import { countGraphemes } from '../domain/graphemes.ts';
import { isVisible } from '../domain/names.ts';
import type { Comment, Content, Id, Reader, Site, Thread } from '../domain/types.ts';
import type { NewComment, StoredAnswer } from '../store/port.ts';
import { correctThread, isAddressOf } from '../threads/thread-address.ts';
import type { CommentDeps } from './deps.ts';
import { isListed } from './find-comment.ts';
import { firstAnswer, keptAnswer, storedKey } from './kept-answer.ts';
import { presentOwn, refusalMessage } from '../presenters/present-comment.ts';
import type { Consequence, ReviewFacts, ScreeningResult } from '../moderation/screening.ts';
import type { Rendered } from '../markup/rendered.ts';
import { renderBody } from '../markup/render-body.ts';
import { coverRanges, maskWords } from '../markup/mask-words.ts';
import { authorOf, type PostAuthor } from './post-author.ts';
import { type Place, placeOf } from './post-place.ts';
import type { Posted } from './posted.ts';
import { readAuthorHistory } from './read-author-history.ts';
import { refusalOf, rulesFor, tooFast } from './refuse-post.ts';
import { keptFindings, reasonOf, reviewOf } from './review-of-text.ts';

export interface PostContext {
  reader: Reader | null;
  isStaff: boolean;
  lang: Lang;
  idempotencyKey: string | null;
  /** Keyed hashes of the network that the request comes from, for bans. */
  networks: string[];
  /** The service's own origin, and whether a page of the site sends this: what it says of its article is believed. */
  page: { ownOrigin: string; isOfSite: boolean };
  /** How it was sent; told to reviewers outside only where the site switches it on. */
  client: Pick<ReviewFacts['client'], 'ip' | 'region' | 'userAgent' | 'referrer'>;
}

/** Checks the text's length as readers count it and renders it. @throws Problem `too-long`, `too-short`. */
export function renderWithin(site: Site, body: string): Rendered {
  const length = countGraphemes(body.trim());
  const limit = site.settings.maxLength;
  if (length > limit) throw new Problem('too-long', { pub: { length, limit } });
  const rendered = renderBody(body, { images: false });
  if (!isVisible(rendered.text)) throw new Problem('too-short');
  return rendered;
}

/**
 * A reader's comment: judged first, then stored once with its effects; nothing unjudged is ever public.
 * The same idempotency key with the same request gives the first answer again and stores nothing.
 * @throws Problem `too-long`, `too-short`, `comments-closed`, `unsupported-parent`, `sign-in-required`,
 * `too-fast`, `puzzle-required`, `duplicate-comment`, `banned`, `name-not-allowed`, `not-found`, `idempotency-key-reused`.
 */
export async function postComment(deps: CommentDeps, site: Site, context: PostContext, input: PostComment): Promise<Posted> {
  const fingerprint = hash('sha256', JSON.stringify([input.site, input.thread.key, input.parentId ?? null, input.body]));
  try {
    return await postFirst(deps, site, context, input, fingerprint);
  } catch (refusal) {
    if (!(refusal instanceof Problem) || context.idempotencyKey === null) throw refusal;
    // What stands in its way may be itself: the same request came before, or twice at once. Only here is that looked
    // for: nearly every request comes once, and the store keeps one for each key whoever looks.
    const first = await deps.store.comments.answer(site.id, storedKey(context.idempotencyKey));
    if (first === null) throw refusal;
    return replay(deps, site, context, input, first, fingerprint);
  }
}

async function postFirst(deps: CommentDeps, site: Site, context: PostContext, input: PostComment, fingerprint: string): Promise<Posted> {
  const rendered = renderWithin(site, input.body);
  const place = await placeOf(deps, site, context, input.thread);
  const { thread } = place;
  if (thread.closed) throw new Problem('comments-closed');
  const parent = await parentOf(deps, thread, input.parentId ?? null);
  const author = await authorOf(deps, site, context, input, fingerprint);
  const { reader } = author;

  const standing = await readAuthorHistory(deps, { site, reader, thread, networks: context.networks, rendered, isEdit: false });
  const lookalikes = deps.campaigns.look(rendered.text, { siteId: site.id, threadId: thread.id, readerId: reader.id });
  const rules = deps.limitsOn && !context.isStaff ? rulesFor(thread, deps.now()) : [];
  const refusal = refusalOf(standing, rules, deps.now()) ?? (lookalikes.verdict === 'duplicate' ? new Problem('duplicate-comment') : null);
  if (refusal !== null) throw refusal;

  const bits = context.isStaff || !deps.limitsOn ? 0 : deps.puzzleBits({ site, thread, standing });
  if (bits > 0) requireWork(deps, site, bits, input);
  const id = deps.newId();
  const judged = await deps.screen({
    site,
    thread,
    parent,
    author: { readerId: reader.id, name: reader.name, isStaff: context.isStaff },
    body: input.body,
    rendered,
    history: standing,
    commentId: id,
    similarTexts: lookalikes,
    facts: {
      action: 'create',
      comment: { id, revision: 1 },
      page: { url: thread.url || null, title: thread.title },
      reader: { emailHash: reader.emailHash, since: reader.createdAt },
      client: { ...context.client, elapsed: input.elapsed ?? null, honeypot: (input.website ?? '') !== '' },
    },
    elapsed: input.elapsed,
    honeypot: input.website,
    isPuzzleMissing: bits > 0 && input.puzzle === undefined,
  });
  const guard = { rules, sameTextSince: standing.sameTextSince };
  const text = { id, site, parent, rendered, judged, textHash: standing.textHash, isStaff: context.isStaff, body: input.body };
  return storePost(deps, context, input, { text, place, author, guard, fingerprint });
}

/** Stores what nothing stands in the way of: thread and author where they are new, then the comment, on which alone the answer depends. */
async function storePost(
  deps: CommentDeps,
  context: PostContext,
  input: PostComment,
  post: { text: Omit<Parts, 'thread' | 'reader'>; place: Place; author: PostAuthor; guard: PostGuard; fingerprint: string },
): Promise<Posted> {
  const { text, author, guard, fingerprint } = post;
  const { site } = text;
  const [thread, reader] = await Promise.all([post.place.keep(), author.keep()]);
  const comment = compose(deps, { ...text, thread, reader });
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
  const consequences = text.judged.consequences.map((consequence) => newEvent(making, eventOf(comment, consequence)));
  const events = [...eventsOfChange(null, comment, { now: comment.createdAt, newId: deps.newId }), ...consequences];
  const created = await deps.store.comments.create(comment, { events, audit: [] }, kept, guard);
  if (!created.created) {
    if ('answer' in created) return replay(deps, site, context, input, created.answer, fingerprint);
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

/** A browser that can work has to show its work; one that cannot is not asked, its comment waits. @throws Problem `puzzle-required`. */
function requireWork(deps: CommentDeps, site: Site, bits: number, { puzzle }: PostComment): void {
  if (puzzle === undefined) return;
  if (puzzle !== null && deps.puzzles.accepts(site.id, bits, puzzle)) return;
  throw new Problem('puzzle-required', { pub: { challenge: deps.puzzles.issue(site.id, bits), bits } });
}

function withToken(posted: Posted, readerToken: string | undefined): Posted {
  if (readerToken === undefined) return posted;
  if ('comment' in posted.answer) return { status: posted.status, answer: { ...posted.answer, readerToken } };
  // Whoever was refused may appeal, and has to be known for that.
  return { status: posted.status, answer: { rejected: { ...posted.answer.rejected, readerToken } } };
}

/**
 * The first answer again. The guest's token is not kept with it: it is made anew from the same seed, so
 * that a thief of the store finds no token, and a reader whose first answer was lost still gets theirs.
 */
async function replay(
  deps: CommentDeps,
  site: Site,
  context: PostContext,
  input: PostComment,
  first: StoredAnswer,
  fingerprint: string,
): Promise<Posted> {
  if (first.fingerprint !== fingerprint) throw new Problem('idempotency-key-reused');
  const posted: Posted = { status: first.status, answer: await firstAnswer(deps, first, context.lang) };
  const author = 'comment' in posted.answer ? posted.answer.comment.author?.id : undefined;
  const again = await authorOf(deps, site, context, input, fingerprint);
  if (author !== undefined && author !== again.reader.id) throw new Problem('idempotency-key-reused');
  // A token of somebody who is not stored is nobody's.
  return withToken(posted, again.isNew ? undefined : again.readerToken);
}

async function parentOf(deps: CommentDeps, thread: Thread, parentId: Id | null): Promise<Comment | null> {
  if (parentId === null) return null;
  const parent = (await deps.store.comments.get([parentId])).get(parentId);
  if (parent === undefined || parent.threadId !== thread.id || !isListed(parent)) throw new Problem('unsupported-parent');
  return parent;
}

interface Parts {
  id: Id;
  site: Site;
  thread: Thread;
  parent: Comment | null;
  reader: Reader;
  rendered: Rendered;
  judged: ScreeningResult;
  textHash: string;
  isStaff: boolean;
  body: string;
}

function compose(deps: CommentDeps, parts: Parts): NewComment {
  const { site, thread, parent, reader, rendered, judged } = parts;
  const now = deps.now();
  const { id } = parts;
  const content = contentOf(parts.body, rendered, judged);
  return {
    id,
    siteId: site.id,
    threadId: thread.id,
    threadKey: thread.key,
    ...(parent === null ? { parentId: null, rootId: id, ancestors: [], depth: 0 } : placeBelow(parent)),
    author: { readerId: reader.id, name: reader.name, badge: parts.isStaff ? 'staff' : null, region: null },
    status: judged.status,
    revision: 1,
    content,
    published: judged.status === 'published' ? { content, at: now } : null,
    editedAt: null,
    removedFrom: null,
    reason: judged.status === 'rejected' ? reasonOf(judged) : null,
    textHash: parts.textHash,
    pinned: false,
    featured: false,
    review: reviewOf(judged, now, 'new'),
    findings: keptFindings(judged.findings),
    lastDecision: null,
    createdAt: now,
  };
}

/** A text in the forms that are stored: as typed, and as it is shown, with masked words covered. */
export function contentOf(body: string, rendered: Rendered, judged: ScreeningResult): Content {
  const masked = maskWords(body, judged.findings);
  if (masked === null) return { body, html: rendered.html, text: rendered.text };
  const { html, text } = renderBody(masked, { images: false });
  return { body, html: coverRanges(html), text: coverRanges(text) };
}

function answerFor(comment: NewComment, lang: Lang): Posted {
  if (comment.status === 'rejected') {
    return { status: 422, answer: { rejected: { commentId: comment.id, reason: refusalMessage(comment, lang) } } };
  }
  const view = presentOwn({ ...comment, votes: { up: 0, down: 0 }, replyCount: 0, heat: 0 }, lang);
  return { status: comment.status === 'published' ? 201 : 202, answer: { comment: view } };
}
