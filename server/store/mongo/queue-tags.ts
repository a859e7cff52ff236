import type { QueueFilter } from '../port-admin.ts';
import type { Comment } from '../../domain/types.ts';

/**
 * What an open case is found by, in one indexed list: each filter of the queue is a look-up of one tag.
 * The program makes the list for a new comment, and an update makes it inside the database; a test checks that both give the same.
 */
export const OPEN_TAG = 'open';
export const REASON_TAG = 'reason:';
const ESCALATED_TAG = 'escalated';
/** Of what is not escalated: nearly all. */
export const PLAIN_TAG = 'plain';

type Tagged = Pick<Comment, 'review' | 'status' | 'author' | 'threadId'>;

/** The tags of a comment; none when no case is open. */
export function queueTagsOf({ review, status, author, threadId }: Tagged): string[] {
  if (review?.state !== 'open') return [];
  return [
    OPEN_TAG,
    `status:${status}`,
    `thread:${threadId}`,
    `reader:${author?.readerId ?? ''}`,
    review.escalated ? ESCALATED_TAG : PLAIN_TAG,
    ...(review.clusterId === undefined ? [] : [`cluster:${review.clusterId}`]),
    ...review.kinds.map((kind) => `kind:${kind}`),
    ...review.reasons.map((reason) => `${REASON_TAG}${reason}`),
  ];
}

/** The same for an update that is a pipeline, from the document as it then is. */
export const QUEUE_TAGS = {
  $cond: [
    { $ne: ['$review.state', 'open'] },
    [],
    {
      $concatArrays: [
        [
          OPEN_TAG,
          { $concat: ['status:', '$status'] },
          { $concat: ['thread:', '$threadId'] },
          { $concat: ['reader:', { $ifNull: ['$author.readerId', ''] }] },
          { $cond: ['$review.escalated', ESCALATED_TAG, PLAIN_TAG] },
        ],
        { $cond: [{ $eq: [{ $type: '$review.clusterId' }, 'string'] }, [{ $concat: ['cluster:', '$review.clusterId'] }], []] },
        { $map: { input: { $ifNull: ['$review.kinds', []] }, in: { $concat: ['kind:', '$$this'] } } },
        { $map: { input: { $ifNull: ['$review.reasons', []] }, in: { $concat: [REASON_TAG, '$$this'] } } },
      ],
    },
  ],
};

/** The tags that a filter asks for, the one that is likely to be rarest first; reasons and texts apart. */
export function tagsAskedFor(filter: QueueFilter): string[] {
  const tags: string[] = [];
  if (filter.cluster !== undefined) tags.push(`cluster:${filter.cluster}`);
  if (filter.readerId !== undefined) tags.push(`reader:${filter.readerId}`);
  if (filter.threadId !== undefined) tags.push(`thread:${filter.threadId}`);
  if (filter.escalated === true) tags.push(ESCALATED_TAG);
  if (filter.kind !== undefined) tags.push(`kind:${filter.kind}`);
  if (filter.status !== undefined) tags.push(`status:${filter.status}`);
  tags.push(filter.escalated === false ? PLAIN_TAG : OPEN_TAG);
  return tags;
}
