import { renderBody } from '../markup/render-body.ts';
import type { Comment, SiteId, Thread, ThreadId } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';
import { HEADER } from './formats/liangju.ts';
import type { CommentRecordInput } from './formats/comment-record.ts';

const PAGE = 500;

/**
 * Everything of a site in our own format, newest first, as texts of some lines each. Of a published comment that
 * waits for a look at its edit, what the public sees.
 * @throws what the store throws.
 */
export async function* exportNative(
  store: Pick<Store, 'comments' | 'threads'>,
  siteId: SiteId,
): AsyncGenerator<{ text: string; comments: number }> {
  yield { text: `${JSON.stringify(HEADER)}\n`, comments: 0 };
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.comments.search({ siteIds: [siteId], limit: PAGE, cursor });
    const threads = await store.threads.get([...new Set(items.map(({ threadId }) => threadId))]);
    const text = items.map((comment) => `${JSON.stringify(lineOf(comment, threads))}\n`).join('');
    if (text !== '') yield { text, comments: items.length };
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function lineOf(comment: Comment, threads: ReadonlyMap<ThreadId, Thread>): CommentRecordInput {
  const { id, parentId, author, votes, editedAt } = comment;
  const thread = threads.get(comment.threadId);
  if (thread === undefined) throw new Error(`comment ${id} has no thread`);
  return {
    id,
    thread: { key: thread.key, url: thread.url, title: thread.title },
    ...(parentId === null ? {} : { parentId }),
    ...(author === null ? {} : { author: { id: author.readerId, name: author.name } }),
    ...textOf(comment),
    status: comment.published === null ? comment.status : 'published',
    createdAt: wireTime(comment.createdAt),
    ...(editedAt === null ? {} : { editedAt: wireTime(editedAt) }),
    ...(votes.up === 0 && votes.down === 0 ? {} : { votes: { up: votes.up, down: votes.down } }),
    ...(comment.pinned ? { pinned: true } : {}),
    ...(comment.featured ? { featured: true } : {}),
  };
}

/** The Markdown where it gives what is shown; else what is shown: foreign markup, or words that were covered. */
function textOf(comment: Comment): Pick<CommentRecordInput, 'body' | 'html'> {
  const content = comment.published?.content ?? comment.content;
  if (content === null) return {};
  const { body, html } = content;
  return renderBody(body, { images: false }).html === html ? { body } : { html };
}
