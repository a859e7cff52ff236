import type { QueueItem } from '../../contract/moderation.ts';

/** A case as the service gives it, plain unless told otherwise. */
export function queueItem(
  id: string,
  { claim = null, comment = {}, ...more }: Partial<Omit<QueueItem, 'comment'>> & { comment?: Partial<QueueItem['comment']> } = {},
): QueueItem {
  return {
    kinds: ['new'],
    reasons: ['mode'],
    score: 0,
    escalated: false,
    escalation: null,
    appeal: null,
    cluster: null,
    openedAt: '2026-01-31T08:00:00.000Z',
    answerBy: null,
    reports: [],
    claim,
    context: {
      parent: null,
      thread: {
        id: 't1',
        key: 'k',
        url: null,
        title: null,
        closed: false,
        mode: 'pre',
        slowMode: 0,
        commentCount: 0,
        seq: 0,
        live: 'socket',
      },
      readerHistory: { published: 0, rejected: 0, spam: 0, since: null, penNames: null },
    },
    ...more,
    comment: {
      id,
      siteId: 's1',
      threadKey: 'k',
      parentId: null,
      rootId: id,
      depth: 0,
      author: { id: `r-${id}`, name: '读者', avatar: null, badge: null, region: null },
      html: '<p>文字</p>',
      status: 'pending',
      createdAt: '2026-01-31T08:00:00.000Z',
      editedAt: null,
      votes: { up: 0, down: 0 },
      replyCount: 0,
      pinned: false,
      featured: false,
      body: '文字',
      revision: 1,
      publicHtml: null,
      findings: [],
      reported: [],
      ...comment,
    },
  };
}

export const MINE = 'me';
export const claimOf = (id: string): NonNullable<QueueItem['claim']> => ({ staff: { id, name: id }, until: '2026-01-31T09:00:00.000Z' });
