import { createIds } from '../../server/domain/ids.ts';
import type { Author, Comment, ReviewCase, Thread } from '../../server/domain/types.ts';
import type { ImportedComment } from '../../server/store/port-admin.ts';
import { createRandom } from './random.ts';
import { makeName, makeText } from './texts.ts';

/** When the first seeded comment was written. */
export const SEED_BEGIN = Date.UTC(2026, 0, 1);
const REPLIES = 0.4;
/** So many of the answers go to the first comment of all: a long list of replies. */
const TO_FIRST = 0.1;
/** Among how many of the latest top-level comments an answer chooses. */
const NEAR = 200;

type Above = Pick<Comment, 'id' | 'rootId' | 'ancestors' | 'depth'>;

const WAITING: Pick<ReviewCase, 'kinds' | 'reasons'>[] = [
  { kinds: ['new'], reasons: ['mode'] },
  { kinds: ['flagged'], reasons: ['words:ad'] },
  { kinds: ['flagged'], reasons: ['links'] },
  { kinds: ['flagged'], reasons: ['contact'] },
];

/**
 * Comments of a thread, the same in every run: about 40 % are answers, up to four deep; texts of 20–200 signs.
 * With `held` every comment waits in the queue instead.
 */
export function* seedComments(thread: Thread, count: number, seed: number, held = false): Generator<ImportedComment> {
  const random = createRandom(seed);
  let at = SEED_BEGIN + seed;
  const newId = createIds(
    () => at,
    (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
  );
  let first: Above | undefined;
  const near: Above[] = [];
  for (let i = 0; i < count; i++) {
    at += 1_000 + Math.floor(random() * 9_000);
    const isReply = !held && first !== undefined && random() < REPLIES;
    const slot = Math.floor(random() * near.length);
    const parent = isReply ? (random() < TO_FIRST ? first : near[slot]) : undefined;
    const id = newId();
    const above: Above = {
      id,
      rootId: parent?.rootId ?? id,
      ancestors: parent === undefined ? [] : [...parent.ancestors, parent.id],
      depth: parent === undefined ? 0 : parent.depth + 1,
    };
    if (parent === undefined) {
      first ??= above;
      if (near.length < NEAR) near.push(above);
      else near[i % NEAR] = above;
    } else if (above.depth < 4) near[slot] = above;
    yield {
      comment: asComment(thread, above, parent, at, random, held ? WAITING[i % WAITING.length] : undefined),
      votes: { up: Math.floor(random() ** 4 * 100), down: Math.floor(random() ** 6 * 20) },
    };
  }
}

function asComment(
  thread: Thread,
  above: Above,
  parent: Above | undefined,
  at: number,
  random: () => number,
  waiting: (typeof WAITING)[number] | undefined,
): ImportedComment['comment'] {
  const body = makeText(random);
  const content = { body, html: `<p>${body}</p>`, text: body };
  const reader = Math.floor(random() * 5_000);
  const author: Author = { readerId: `seed-reader-${reader}`, name: makeName(random), badge: null, region: null };
  const score = Math.round(random() * 100) / 100;
  return {
    ...above,
    siteId: thread.siteId,
    threadId: thread.id,
    threadKey: thread.key,
    parentId: parent?.id ?? null,
    author,
    status: waiting === undefined ? 'published' : 'pending',
    revision: 1,
    content,
    published: waiting === undefined ? { content, at } : null,
    editedAt: null,
    removedFrom: null,
    reason: null,
    textHash: above.id,
    pinned: false,
    featured: false,
    review:
      waiting === undefined
        ? null
        : { state: 'open', escalated: false, ...waiting, score, priority: Math.round(score * 100), openedAt: at, claim: null },
    findings: [],
    lastDecision: null,
    createdAt: at,
  };
}
