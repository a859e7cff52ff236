import type { CommentView, SiteView, ThreadView } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import { REASON_TEXT } from '../../contract/reasons.ts';
import { termsInForce } from '../domain/accepted-terms.ts';
import type { Comment, Ms, Site, Thread } from '../domain/types.ts';

/** A time on the wire: RFC 3339, UTC, milliseconds. */
export function wireTime(at: Ms): string {
  return new Date(at).toISOString();
}

function frame(comment: Comment): Omit<CommentView, 'author' | 'html' | 'status' | 'editedAt'> {
  return {
    id: comment.id,
    threadKey: comment.threadKey,
    parentId: comment.parentId,
    rootId: comment.rootId,
    depth: comment.depth,
    ...(comment.answersId === undefined ? {} : { answersId: comment.answersId }),
    createdAt: wireTime(comment.createdAt),
    votes: { up: comment.votes.up, down: comment.votes.down },
    replyCount: comment.replyCount,
    pinned: comment.pinned,
    featured: comment.featured,
  };
}

/** The author as shown; the address of a picture is for sites that give one. */
export function presentAuthor(comment: Comment): CommentView['author'] {
  if (comment.author === null) return null;
  const { readerId, name, badge, region, avatar = null, isVerified } = comment.author;
  return { id: readerId, name, avatar, badge, ...(isVerified === true ? { verified: true } : {}), region };
}

/**
 * A comment as everybody sees it: the last published text, or a place-holder with neither text nor author
 * where it is not public. The one way by which a comment leaves for the public.
 */
export function presentPublic(comment: Comment): CommentView {
  if (comment.published === null) {
    const status = comment.status === 'purged' ? 'purged' : 'removed';
    return { ...frame(comment), votes: { up: 0, down: 0 }, author: null, html: null, status, editedAt: null };
  }
  const edited = comment.editedAt !== null && comment.published.at >= comment.editedAt;
  return {
    ...frame(comment),
    author: presentAuthor(comment),
    html: comment.published.content.html,
    status: 'published',
    editedAt: edited && comment.editedAt !== null ? wireTime(comment.editedAt) : null,
  };
}

/**
 * A comment as its author sees it: the latest text with its source and revision. Spam looks like waiting,
 * so that spammers learn nothing; a refused one says why.
 */
export function presentOwn(comment: Comment, lang: Lang): CommentView {
  if (comment.content === null) return presentPublic(comment);
  const view: CommentView = {
    ...frame(comment),
    author: presentAuthor(comment),
    html: comment.content.html,
    status: comment.status === 'spam' ? 'pending' : comment.status,
    editedAt: comment.editedAt === null ? null : wireTime(comment.editedAt),
    body: comment.content.body,
    revision: comment.revision,
  };
  if (comment.status === 'rejected') view.moderation = { message: refusalMessage(comment, lang) };
  return view;
}

/** The message to the author of a refused comment: the reason in words. */
export function refusalMessage(comment: Pick<Comment, 'reason'>, lang: Lang): string {
  return REASON_TEXT[comment.reason ?? 'OTHER'][lang];
}

/** A thread as everybody sees it; `thread` null while nobody has commented. */
export function presentThread(
  site: Site,
  key: string,
  thread: Thread | null,
  seq: number,
  live: ThreadView['live'] = 'socket',
): ThreadView {
  return {
    id: thread?.id ?? null,
    key,
    url: thread?.url || null,
    title: thread?.title ?? null,
    closed: thread?.closed ?? false,
    mode: thread?.mode ?? site.mode,
    slowMode: Math.ceil((thread?.slowMode ?? 0) / 1000),
    commentCount: thread?.commentCount ?? 0,
    seq,
    live: site.settings.live === 'poll' ? 'poll' : live,
  };
}

/** What the comment box needs to know of its site. */
export function presentSiteRules(site: Site): SiteView {
  const { maxLength, editWindow, guests, verified, verifier, sso, signIn, mailSignIn, notice, sort, answerWithin } = site.settings;
  const waysIn = { sso: sso.mode !== 'off', signIn: mailSignIn || signIn.length > 0 };
  const who = { guests, verified, verifier: verifier !== null, ...waysIn };
  const rules = { maxLength, editWindow: Math.floor(editWindow / 1000), ...who, notice, sort };
  return { id: site.id, name: site.name, ...rules, terms: termsInForce(site.settings), answerWithin };
}
