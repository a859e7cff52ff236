import { z } from 'zod';
import * as account from './account.ts';
import { OneCommentAnswer } from './comment.ts';
import { ById, BySite, type RouteRows } from './route-row.ts';
import * as sso from './sso.ts';

/** Calls about members: how they sign in and out, and what of theirs they may see. */
export const memberRoutes = {
  ssoSignIn: {
    method: 'post',
    path: '/api/v1/readers/sso',
    tag: 'readers',
    who: 'anyone',
    summary: 'Signs in a member by a token of the site’s own sign-on. The same token again gives the same answer.',
    body: sso.SsoSignIn,
    replies: { 200: account.ReaderTokenAnswer },
    problems: ['invalid-token', 'not-found', 'origin-not-allowed', 'too-fast'],
  },
  readerSignOut: {
    method: 'delete',
    path: '/api/v1/readers/session',
    tag: 'readers',
    who: 'reader',
    summary: 'Ends the reader’s token that is sent.',
    replies: { 204: null },
    problems: ['invalid-token', 'origin-not-allowed'],
  },
  changeMe: {
    method: 'patch',
    path: '/api/v1/me',
    tag: 'readers',
    who: 'reader',
    summary:
      'Another name for a guest; a member’s comes from where they sign in. Earlier comments keep the name they were written under. Mail when somebody answers, once the address is confirmed.',
    body: account.ChangeMe,
    replies: { 200: z.object({ reader: account.ReaderView, notify: account.NotifyView }) },
    problems: ['invalid-token', 'name-not-allowed', 'not-allowed', 'origin-not-allowed', 'banned', 'too-fast'],
  },
  myComments: {
    method: 'get',
    path: '/api/v1/me/comments',
    tag: 'readers',
    who: 'reader',
    summary: 'One’s own comments on the site in any state, newest first.',
    query: account.MyCommentsQuery,
    replies: { 200: account.MyCommentsAnswer },
    problems: ['invalid-token', 'not-found', 'origin-not-allowed', 'invalid-cursor'],
  },
  joinGuest: {
    method: 'post',
    path: '/api/v1/me/join',
    tag: 'readers',
    who: 'reader',
    summary: 'The comments, votes and reports of a guest become the member’s; the guest’s token ends.',
    body: account.JoinGuest,
    replies: { 200: account.JoinAnswer, 202: account.JoinAnswer },
    problems: ['invalid-token', 'not-allowed', 'origin-not-allowed', 'banned', 'too-fast'],
  },
  pinComment: {
    method: 'put',
    path: '/api/v1/comments/{id}/pin',
    tag: 'comments',
    who: 'reader',
    summary: 'The author of the article pins a comment below it, or unpins it.',
    params: ById,
    body: account.PinComment,
    replies: { 200: OneCommentAnswer },
    problems: ['invalid-token', 'not-allowed', 'not-found', 'origin-not-allowed', 'banned', 'stale-revision', 'too-fast'],
  },
  refusedTokens: {
    method: 'get',
    path: '/api/v1/sites/{id}/sso/refused',
    tag: 'sites',
    who: 'staff',
    action: 'site.read',
    on: 'site:params.id',
    summary: 'The last ten refused tokens of the site’s own sign-on, and why.',
    params: BySite,
    replies: { 200: sso.RefusedTokens },
    problems: ['not-found'],
  },
} as const satisfies RouteRows;
