import { z } from 'zod';
import { LateReviewAnswer } from './reviewers.ts';
import type { RouteRows } from './route-row.ts';

/** Calls of reviewers outside of the service. */
export const reviewRoutes = {
  bringReview: {
    method: 'post',
    path: '/api/reviews/{id}',
    tag: 'reviewers',
    who: 'reviewer',
    summary: 'The answer that a reviewer promised with 202; signed as it is sent.',
    params: z.strictObject({ id: z.string().max(120) }),
    body: LateReviewAnswer,
    replies: { 204: null },
    problems: ['invalid-token', 'malformed-json', 'invalid-request', 'stale-revision'],
  },
} as const satisfies RouteRows;
