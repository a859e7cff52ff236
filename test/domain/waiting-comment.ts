import type { Comment, ReviewCase } from '../../server/domain/types.ts';

export const content = { body: '你好', html: '<p>你好</p>', text: '你好' };
export const openCase: ReviewCase = {
  state: 'open',
  escalated: false,
  kinds: ['new'],
  reasons: ['mode'],
  score: 0,
  priority: 0,
  openedAt: 1,
  claim: null,
};

/** A first comment that waits for a moderator, with what a test wants otherwise. */
export function waitingComment(overrides: Partial<Comment> = {}): Comment {
  return {
    id: 'c1',
    siteId: 's',
    threadId: 't',
    threadKey: 'k',
    parentId: null,
    rootId: 'c1',
    ancestors: [],
    depth: 0,
    author: { readerId: 'r', name: '读者', badge: null, region: null },
    status: 'pending',
    revision: 1,
    content,
    published: null,
    editedAt: null,
    removedFrom: null,
    reason: null,
    textHash: 'h',
    votes: { up: 0, down: 0 },
    replyCount: 0,
    heat: 0,
    pinned: false,
    featured: false,
    review: openCase,
    findings: [],
    lastDecision: null,
    createdAt: 1,
    ...overrides,
  };
}
