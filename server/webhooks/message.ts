import type { CommentView } from '../../contract/comment.ts';
import type { Comment, Site } from '../domain/types.ts';
import { type Delivery, TEST_TYPE } from '../domain/webhooks.ts';
import { presentOwn, presentPublic, presentThread, wireTime } from '../presenters/present-comment.ts';
import type { WebhookDeps } from './deps.ts';

type MessageDeps = Pick<WebhookDeps, 'store' | 'site'>;

/** What is sent: made from what is stored now, so that nothing goes out that was taken down or erased meanwhile. */
export interface WebhookMessage {
  type: Delivery['type'];
  /** When it happened, RFC 3339. */
  timestamp: string;
  data: Readonly<Record<string, unknown>>;
}

const textOf = (value: Delivery['facts'][string] | undefined): string | null => (typeof value === 'string' ? value : null);
const timeOf = (value: Delivery['facts'][string] | undefined): string | null => (typeof value === 'number' ? wireTime(value) : null);

/** A public comment as everybody sees it; else as staff do: the latest text with its status. What was removed is a place-holder. */
function presentFor(type: Delivery['type'], comment: Comment): CommentView {
  if (type === 'comment.published' || type === 'comment.edited') return presentPublic(comment);
  if (comment.status === 'removed' || comment.status === 'purged') return presentPublic(comment);
  const { moderation, ...view } = presentOwn(comment, 'en');
  return { ...view, status: comment.status };
}

async function threadView({ store }: MessageDeps, site: Site, threadId: string): Promise<object | null> {
  const thread = (await store.threads.get([threadId])).get(threadId);
  if (thread === undefined) return null;
  const { seq, live, ...view } = presentThread(site, thread.key, thread, 0);
  return view;
}

/** What a fact of the event adds to its comment. */
function commentFacts({ type, facts }: Delivery, comment: Comment): Readonly<Record<string, unknown>> {
  if (type === 'comment.decided') {
    const { lastDecision } = comment;
    const action = textOf(facts.action);
    const reason = lastDecision?.action === action ? lastDecision.reason : null;
    return { decision: { action, by: facts.staffId === 'system' ? 'system' : 'staff', reason } };
  }
  if (type === 'comment.reported') return { report: { reason: textOf(facts.reason) } };
  if (type === 'comment.appealed') return { appeal: { note: comment.review?.appeal?.note ?? null } };
  return {};
}

async function aboutComment(deps: MessageDeps, site: Site, delivery: Delivery, id: string): Promise<WebhookMessage['data']> {
  const comment = (await deps.store.comments.get([id])).get(id);
  // Erased with its whole conversation.
  if (comment === undefined) return { site: site.id, comment: { id, status: 'purged' } };
  const thread = await threadView(deps, site, comment.threadId);
  return { site: site.id, thread, comment: presentFor(delivery.type, comment), ...commentFacts(delivery, comment) };
}

async function dataOf(deps: MessageDeps, site: Site, delivery: Delivery): Promise<WebhookMessage['data']> {
  const { type, facts } = delivery;
  if (type === TEST_TYPE) return { site: site.id, webhook: delivery.webhookId };
  const commentId = textOf(facts.commentId);
  if (commentId !== null) return aboutComment(deps, site, delivery, commentId);
  const threadId = textOf(facts.threadId);
  if (threadId !== null) return { site: site.id, thread: await threadView(deps, site, threadId) };
  const id = textOf(facts.readerId) ?? '';
  if (type !== 'reader.banned') return { site: site.id, reader: { id } };
  const name = (await deps.store.readers.get([id])).get(id)?.name ?? null;
  const ban = { mode: textOf(facts.mode), reason: textOf(facts.reason), until: timeOf(facts.until) };
  return { site: site.id, reader: { id, name }, ban };
}

/** The message of a delivery as it is sent now; null: its site is gone. */
export async function messageOf(deps: MessageDeps, delivery: Delivery): Promise<WebhookMessage | null> {
  const site = await deps.site(delivery.siteId);
  if (site === null) return null;
  return { type: delivery.type, timestamp: wireTime(delivery.at), data: await dataOf(deps, site, delivery) };
}
