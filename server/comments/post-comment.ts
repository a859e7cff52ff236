import { hash } from 'node:crypto';
import type { PostComment } from '../../contract/comment.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, Id, Site, Thread } from '../domain/types.ts';
import { renderWithin } from './comment-text.ts';
import type { CommentDeps } from './deps.ts';
import { isListed } from './find-comment.ts';
import { storedKey } from './kept-answer.ts';
import { authorOf } from './post-author.ts';
import { placeOf } from './post-place.ts';
import type { PostContext, Posted } from './posted.ts';
import { readAuthorHistory } from './read-author-history.ts';
import { regionFor } from './region-for.ts';
import { refusalOf, rulesFor } from './refuse-post.ts';
import { replay } from './replay-post.ts';
import { requireOpenHours } from './require-open-hours.ts';
import { storePost } from './store-post.ts';
import { withTerms } from './accept-terms.ts';

/**
 * A reader's comment: screened first, then stored once with its effects; no text is public before it is screened.
 * The same idempotency key with the same request gives the first answer again and stores nothing.
 * @throws Problem `too-long`, `too-short`, `comments-closed`, `unsupported-parent`, `sign-in-required`,
 * `too-fast`, `posting-closed-now`, `terms-not-accepted`, `puzzle-required`, `duplicate-comment`, `banned`, `name-not-allowed`, `not-found`, `idempotency-key-reused`.
 */
export async function postComment(deps: CommentDeps, site: Site, context: PostContext, input: PostComment): Promise<Posted> {
  const fingerprint = hash('sha256', JSON.stringify([input.site, input.thread.key, input.parentId ?? null, input.body]));
  try {
    return await postFirst(deps, site, context, input, fingerprint);
  } catch (refusal) {
    if (!(refusal instanceof Problem) || context.idempotencyKey === null) throw refusal;
    // What stands in its way may be itself: the same request came before, or twice at once. Only here is that looked
    // for: nearly every request comes once, and the store keeps one for each key in any case.
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
  const known = await authorOf(deps, site, context, input, fingerprint);
  const { reader } = known;

  const history = await readAuthorHistory(deps, { site, reader, thread, networks: context.networks, rendered, isEdit: false });
  const similarTexts = deps.campaigns.look(rendered.text, { siteId: site.id, threadId: thread.id, readerId: reader.id });
  const rules = deps.limitsOn && !context.isStaff ? rulesFor(thread, deps.now()) : [];
  const refusal = refusalOf(history, rules, deps.now()) ?? (similarTexts.verdict === 'duplicate' ? new Problem('duplicate-comment') : null);
  if (refusal !== null) throw refusal;
  if (!context.isStaff) requireOpenHours(site, reader, deps.now());
  const author = context.isStaff ? known : withTerms(deps, site, known, input.terms);

  const bits = context.isStaff || !deps.limitsOn ? 0 : deps.puzzleBits({ site, thread, history });
  if (bits > 0) requireWork(deps, site, bits, input);
  const id = deps.newId();
  const region = await regionFor(deps, site, context);
  const screened = await deps.screen({
    site,
    thread,
    parent,
    author: { readerId: reader.id, name: reader.name, isStaff: context.isStaff },
    body: input.body,
    rendered,
    history,
    commentId: id,
    similarTexts,
    facts: {
      action: 'create',
      comment: { id, revision: 1 },
      page: { url: thread.url || null, title: thread.title },
      reader: { emailHash: reader.emailHash, since: reader.createdAt },
      client: { ...context.client, region, elapsed: input.elapsed ?? null, honeypot: (input.website ?? '') !== '' },
    },
    elapsed: input.elapsed,
    honeypot: input.website,
    isPuzzleMissing: bits > 0 && input.puzzle === undefined,
  });
  const guard = { rules, sameTextSince: history.sameTextSince };
  const text = { id, site, parent, rendered, screened, textHash: history.textHash, isStaff: context.isStaff, body: input.body, region };
  return storePost(deps, context, input, { text, place, author, guard, fingerprint });
}

/** A browser that can work has to show its work; one that cannot is not asked, its comment waits. @throws Problem `puzzle-required`. */
function requireWork(deps: CommentDeps, site: Site, bits: number, { puzzle }: PostComment): void {
  if (puzzle === undefined) return;
  if (puzzle !== null && deps.puzzles.accepts(site.id, bits, puzzle)) return;
  throw new Problem('puzzle-required', { pub: { challenge: deps.puzzles.issue(site.id, bits), bits } });
}

/** The parent may still be on its way from a thread that is being merged into this one. */
async function isInThread({ store }: CommentDeps, { threadId }: Comment, thread: Thread): Promise<boolean> {
  return threadId === thread.id || (await store.threads.get([threadId])).get(threadId)?.id === thread.id;
}

async function parentOf(deps: CommentDeps, thread: Thread, parentId: Id | null): Promise<Comment | null> {
  if (parentId === null) return null;
  const parent = (await deps.store.comments.get([parentId])).get(parentId);
  if (parent === undefined || !(await isInThread(deps, parent, thread)) || !isListed(parent)) throw new Problem('unsupported-parent');
  return parent;
}
