import type { CommentView, PostAnswer } from '../contract/comment.ts';
import { call, queryOf } from './api.ts';

/**
 * Answers a comment as oneself.
 * @param key the same for each attempt to send the same text, which is stored once
 * @throws Refused, or TypeError without a connection.
 */
export async function sendAnswer(site: string, parentId: string, body: string, key: string): Promise<CommentView> {
  const headers = { 'Idempotency-Key': key };
  const { comment } = await call<PostAnswer>('/moderation/answers', { method: 'POST', body: { site, parentId, body }, headers });
  return comment;
}

/** Takes back what one has answered. @throws like `sendAnswer`. */
export async function removeAnswer(site: string, id: string): Promise<void> {
  await call(`/moderation/answers/${encodeURIComponent(id)}${queryOf({ site })}`, { method: 'DELETE' });
}
