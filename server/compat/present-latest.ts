import { ERASED_NAME } from '../../contract/erased-name.ts';
import type { ArtalkComment, TwikooComment, ValineComment, WalineComment } from '../../contract/compat.ts';
import type { LatestComment } from '../comments/latest-comments.ts';
import { bytesOf, byteBudget, MOST_COMMENTS_BYTES } from '../domain/page-size.ts';
import { anchorOf } from '../domain/permalink.ts';
import { presentPublic, wireTime } from '../presenters/present-comment.ts';
import { avatarName } from './avatar.ts';
import { pageOfThread } from './pages.ts';
import { safeHtml, safeText } from './safe-text.ts';

/** What the forms of all systems are made of. */
interface Facts {
  /** Where pictures of authors are, with a slash at its end. */
  avatars: string;
  /** The website whose paths are written without it. */
  website: string | null;
}

/** The public comment; null where there is no text of it. */
function shown({ comment }: LatestComment): { html: string; name: string } | null {
  const { html, author } = presentPublic(comment);
  return html === null || author === null ? null : { html: safeHtml(html), name: author.name || ERASED_NAME['zh-CN'] };
}

/** Presents each public comment, as many as fit into an answer. */
function presented<T>(latest: readonly LatestComment[], present: (one: LatestComment, shown: { html: string; name: string }) => T): T[] {
  const space = byteBudget(MOST_COMMENTS_BYTES);
  const items: T[] = [];
  for (const one of latest) {
    const seen = shown(one);
    if (seen === null) continue;
    const item = present(one, seen);
    if (!space.take(bytesOf(item) + 1)) break;
    items.push(item);
  }
  return items;
}

export function valineLatest(latest: readonly LatestComment[], { avatars, website }: Facts): ValineComment[] {
  return presented(latest, ({ comment, thread }, { html, name }) => ({
    objectId: anchorOf(comment.id),
    comment: html,
    nick: safeText(name),
    mail: '',
    link: '',
    QQAvatar: avatars + avatarName(name),
    url: pageOfThread(thread, website),
    createdAt: wireTime(comment.createdAt),
    updatedAt: wireTime(comment.createdAt),
  }));
}

export function walineLatest(latest: readonly LatestComment[], { avatars, website }: Facts): WalineComment[] {
  return presented(latest, ({ comment, thread }, { html, name }) => ({
    objectId: anchorOf(comment.id),
    comment: html,
    nick: safeText(name),
    link: '',
    avatar: avatars + avatarName(name),
    url: pageOfThread(thread, website),
    time: comment.createdAt,
    insertedAt: wireTime(comment.createdAt),
    like: comment.votes.up,
    status: 'approved',
  }));
}

export function twikooLatest(latest: readonly LatestComment[], { avatars, website }: Facts): TwikooComment[] {
  return presented(latest, ({ comment, thread }, { html, name }) => ({
    id: anchorOf(comment.id),
    url: pageOfThread(thread, website),
    nick: safeText(name),
    avatar: avatars + avatarName(name),
    mailMd5: '',
    link: '',
    comment: html,
    commentText: safeText(comment.published?.content.text ?? ''),
    created: comment.createdAt,
  }));
}

export function artalkLatest(latest: readonly LatestComment[], { website }: Pick<Facts, 'website'>): ArtalkComment[] {
  return presented(latest, ({ comment, thread }, { html, name }) => ({
    id: comment.id,
    content_marked: html,
    nick: safeText(name),
    email_encrypted: avatarName(name),
    link: '',
    date: wireTime(comment.createdAt),
    is_pending: false,
    is_collapsed: false,
    is_pinned: comment.pinned,
    vote_up: comment.votes.up,
    vote_down: comment.votes.down,
    page_key: pageOfThread(thread, website),
    page_url: `${pageOfThread(thread, website)}#${anchorOf(comment.id)}`,
  }));
}
