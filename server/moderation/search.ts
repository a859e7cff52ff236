import { presentThread } from '../presenters/present-comment.ts';
import type { SearchAnswer } from '../contract/moderation.ts';
import { foldText } from '../domain/text.ts';
import type { CommentStatus, SiteId } from '../domain/types.ts';
import { type ModerationDeps, type Moderator, sitesFor } from './deps.ts';
import { presentModerated } from '../presenters/present-moderated.ts';

export interface SearchRequest {
  site?: SiteId | undefined;
  status?: CommentStatus | undefined;
  q?: string | undefined;
  reader?: string | undefined;
  thread?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** All comments of the moderator's sites that fit, newest first. @throws Problem `invalid-cursor`. */
export async function searchComments(deps: ModerationDeps, moderator: Moderator, request: SearchRequest): Promise<SearchAnswer> {
  const text = foldText(request.q ?? '');
  const slice = await deps.store.comments.search({
    siteIds: sitesFor(moderator, request.site),
    limit: request.limit,
    cursor: request.cursor,
    ...(text === '' ? {} : { text }),
    ...(request.status === undefined ? {} : { status: request.status }),
    ...(request.reader === undefined ? {} : { readerId: request.reader }),
    ...(request.thread === undefined ? {} : { threadId: request.thread }),
  });
  const threads = await deps.store.threads.get([...new Set(slice.items.map(({ threadId }) => threadId))]);
  const comments: SearchAnswer['comments'] = [];
  for (const comment of slice.items) {
    const site = await deps.site(comment.siteId);
    if (site === null) continue;
    const thread = presentThread(site, comment.threadKey, threads.get(comment.threadId) ?? null, 0);
    comments.push({ ...presentModerated(comment), thread });
  }
  return { comments, nextCursor: slice.nextCursor };
}
