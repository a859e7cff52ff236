import { presentThread } from '../presenters/present-comment.ts';
import type { SearchAnswer } from '../../contract/moderation.ts';
import { may } from '../domain/permissions.ts';
import { foldText } from '../domain/text.ts';
import type { Comment, CommentId, CommentStatus, SiteId } from '../domain/types.ts';
import { type ModerationDeps, type Moderator, sitesFor } from './deps.ts';
import { presentModerated } from '../presenters/present-moderated.ts';
import { reportedTexts } from '../comments/reported-texts.ts';

export interface SearchRequest {
  site?: SiteId | undefined;
  status?: CommentStatus | undefined;
  q?: string | undefined;
  /** This comment alone. */
  id?: CommentId | undefined;
  reader?: string | undefined;
  thread?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** All comments of the moderator's sites that fit, by their text or what was reported of them, newest first. @throws Problem `invalid-cursor`. */
export async function searchComments(deps: ModerationDeps, moderator: Moderator, request: SearchRequest): Promise<SearchAnswer> {
  const slice = await (request.id === undefined ? found(deps, moderator, request) : one(deps, moderator, request, request.id));
  const [threads, reported] = await Promise.all([
    deps.store.threads.get([...new Set(slice.items.map(({ threadId }) => threadId))]),
    reportedTexts(deps.store, slice.items),
  ]);
  const comments: SearchAnswer['comments'] = [];
  for (const comment of slice.items) {
    const site = await deps.site(comment.siteId);
    if (site === null) continue;
    const thread = presentThread(site, comment.threadKey, threads.get(comment.threadId) ?? null, 0);
    comments.push({ ...presentModerated(comment, reported.get(comment.id)), thread });
  }
  return { comments, nextCursor: slice.nextCursor };
}

type Found = { items: Comment[]; nextCursor: string | null };

function found(deps: ModerationDeps, moderator: Moderator, request: SearchRequest): Promise<Found> {
  const text = foldText(request.q ?? '');
  return deps.store.comments.search({
    siteIds: sitesFor(moderator, 'moderation.read', request.site),
    limit: request.limit,
    cursor: request.cursor,
    ...(text === '' ? {} : { text }),
    ...(request.status === undefined ? {} : { status: request.status }),
    ...(request.reader === undefined ? {} : { readerId: request.reader }),
    ...(request.thread === undefined ? {} : { threadId: request.thread }),
  });
}

/** The comment of an id, where it is one of the moderator's sites that is asked about. */
async function one(deps: ModerationDeps, moderator: Moderator, request: SearchRequest, id: CommentId): Promise<Found> {
  const comment = (await deps.store.comments.get([id])).get(id);
  const isMeant = comment !== undefined && (request.site ?? comment.siteId) === comment.siteId;
  return { items: isMeant && may(moderator, 'moderation.read', comment.siteId) ? [comment] : [], nextCursor: null };
}
