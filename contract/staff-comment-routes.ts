import { z } from 'zod';
import { ReaderTokenAnswer } from './account.ts';
import { BodyText, Id, OneCommentAnswer, PostAnswer, SiteIdField, Time } from './comment.ts';
import { LONGEST_ORIGIN } from './origin.ts';
import { ById, type RouteRows } from './route-row.ts';

const OWN = { tag: 'staff', who: 'staff', action: 'account.own', on: 'self' } as const;

export const CommentTokenView = z
  .object({
    id: Id,
    site: SiteIdField,
    createdAt: Time,
    expiresAt: Time.nullable().meta({ description: 'When it ends by itself.' }),
  })
  .meta({ id: 'CommentToken' });
export type CommentTokenView = z.infer<typeof CommentTokenView>;
export const CommentTokenList = z.object({ tokens: z.array(CommentTokenView).meta({ description: 'The newest first.' }) });
const StartStaffComment = z.strictObject({
  site: SiteIdField,
  origin: z.string().min(1).max(LONGEST_ORIGIN).meta({ description: 'The page’s origin, to which alone the result is posted.' }),
});
const AnswerAsStaff = z.strictObject({
  site: SiteIdField,
  parentId: Id.meta({ description: 'The comment that is answered.' }),
  body: BodyText,
});

/** Calls by which staff comment as themselves. */
export const staffCommentRoutes = {
  startStaffComment: {
    method: 'get',
    path: '/api/v1/auth/staff/start',
    tag: 'readers',
    who: 'anyone',
    summary:
      'For a popup: staff who are signed in agree there that the page comments as them; it is posted `{type: "liangju:sign-in", reader, readerToken}`.',
    query: StartStaffComment,
    pageAnswer: true,
    replies: { 200: null },
    problems: ['invalid-request', 'not-found', 'origin-not-allowed', 'banned', 'too-fast'],
  },
  makeCommentToken: {
    method: 'post',
    path: '/api/v1/staff/comment-tokens',
    tag: 'staff',
    who: 'staff',
    action: 'moderation.decide',
    on: 'site:body.site',
    summary: 'A reader’s token with one’s own name and the badge of staff, for one site; it has no rights of staff.',
    body: z.strictObject({ site: SiteIdField }),
    replies: { 201: ReaderTokenAnswer },
    problems: ['not-found', 'not-allowed'],
  },
  listCommentTokens: {
    ...OWN,
    method: 'get',
    path: '/api/v1/staff/comment-tokens',
    summary: 'Where pages may comment as oneself.',
    replies: { 200: CommentTokenList },
    problems: [],
  },
  endCommentToken: {
    ...OWN,
    method: 'delete',
    path: '/api/v1/staff/comment-tokens/{id}',
    summary: 'Ends one of them; none of this id is not an error.',
    params: ById,
    replies: { 204: null },
    problems: [],
  },
  answerAsStaff: {
    method: 'post',
    path: '/api/v1/moderation/answers',
    tag: 'moderation',
    who: 'staff',
    action: 'moderation.decide',
    on: 'site:body.site',
    summary: 'Answers a comment as oneself. With an Idempotency-Key the same request stores once however often it is sent.',
    headers: ['Idempotency-Key'],
    body: AnswerAsStaff,
    replies: { 201: PostAnswer, 202: PostAnswer },
    problems: [
      'not-found',
      'not-allowed',
      'comment-rejected',
      'comments-closed',
      'too-long',
      'too-short',
      'duplicate-comment',
      'unsupported-parent',
      'idempotency-key-reused',
    ],
  },
  removeStaffAnswer: {
    method: 'delete',
    path: '/api/v1/moderation/answers/{id}',
    tag: 'moderation',
    who: 'staff',
    action: 'moderation.decide',
    on: 'site:query.site',
    summary: 'Takes back what one has answered as oneself, at any time; a second call gives the same answer.',
    params: ById,
    query: z.strictObject({ site: SiteIdField }),
    replies: { 200: OneCommentAnswer },
    problems: ['not-found', 'not-allowed', 'invalid-transition', 'stale-revision'],
  },
} as const satisfies RouteRows;
