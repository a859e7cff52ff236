import { z } from 'zod';
import type { ProblemCode } from '../domain/problem.ts';
import * as account from './account.ts';
import * as comment from './comment.ts';
import * as moderation from './moderation.ts';
import * as site from './site.ts';

/** Who may call: anybody, a reader with a token, a member of staff. */
export type Who = 'anyone' | 'reader' | 'staff';

/** One row of the public contract: the router, the OpenAPI page and the abuse tests are made from it. */
export interface RouteRow {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI's form: `/api/v1/comments/{id}`. */
  path: string;
  summary: string;
  tag: 'comments' | 'readers' | 'staff' | 'moderation' | 'sites';
  who: Who;
  /** Of staff: what the API token must allow; a session may what its role may. */
  scope?: account.Scope;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Largest body in bytes; 64 KiB when left out. */
  bodyLimit?: number;
  /** What else than JSON is taken as body, as text. */
  textBody?: boolean;
  /** The answers by status; null = without content. */
  replies: Readonly<Record<number, z.ZodType | null>>;
  problems: readonly ProblemCode[];
}

const ById = z.strictObject({ id: comment.Id });
const BySite = z.strictObject({ id: comment.SiteIdField });

export const routes = {
  listComments: {
    method: 'get', path: '/api/v1/comments', tag: 'comments', who: 'anyone', summary: 'A page of a thread, the same for every reader.',
    query: comment.ListQuery, replies: { 200: comment.ListAnswer }, problems: ['invalid-request', 'invalid-cursor', 'not-found'],
  },
  findComment: {
    method: 'get', path: '/api/v1/comments/{id}', tag: 'comments', who: 'anyone', summary: 'One comment with the chain above it.',
    params: ById, replies: { 200: comment.PermalinkAnswer }, problems: ['not-found', 'invalid-token'],
  },
  listReplies: {
    method: 'get', path: '/api/v1/comments/{id}/replies', tag: 'comments', who: 'anyone', summary: 'The answers below a comment, oldest first.',
    params: ById, query: comment.RepliesQuery, replies: { 200: comment.RepliesAnswer }, problems: ['not-found', 'invalid-cursor'],
  },
  countComments: {
    method: 'get', path: '/api/v1/counts', tag: 'comments', who: 'anyone', summary: 'Public comments of up to 100 threads.',
    query: comment.CountsQuery, replies: { 200: comment.CountsAnswer }, problems: ['invalid-request', 'not-found'],
  },
  postComment: {
    method: 'post', path: '/api/v1/comments', tag: 'comments', who: 'anyone',
    summary: 'A new comment. With an Idempotency-Key the same request stores once however often it is sent.',
    body: comment.PostComment, replies: { 201: comment.PostAnswer, 202: comment.PostAnswer },
    problems: [
      'invalid-request', 'origin-not-allowed', 'sign-in-required', 'invalid-token', 'banned', 'not-found', 'unsupported-parent', 'comments-closed',
      'too-long', 'too-short', 'name-not-allowed', 'comment-rejected', 'duplicate-comment', 'idempotency-key-reused', 'too-fast',
    ],
  },
  editComment: {
    method: 'patch', path: '/api/v1/comments/{id}', tag: 'comments', who: 'reader', summary: 'A new text by the author; moderated like the first.',
    params: ById, body: comment.EditComment, replies: { 200: comment.OneCommentAnswer },
    problems: ['not-found', 'edit-window-over', 'invalid-transition', 'too-long', 'too-short', 'comment-rejected', 'stale-revision'],
  },
  removeComment: {
    method: 'delete', path: '/api/v1/comments/{id}', tag: 'comments', who: 'reader', summary: 'Removed by its author.',
    params: ById, replies: { 200: comment.OneCommentAnswer }, problems: ['not-found', 'edit-window-over', 'invalid-transition', 'stale-revision'],
  },
  voteComment: {
    method: 'put', path: '/api/v1/comments/{id}/vote', tag: 'comments', who: 'reader', summary: 'One vote a reader; 0 takes it back.',
    params: ById, body: comment.Vote, replies: { 200: comment.VoteAnswer }, problems: ['not-found', 'not-allowed', 'too-fast'],
  },
  reportComment: {
    method: 'post', path: '/api/v1/comments/{id}/reports', tag: 'comments', who: 'reader', summary: 'A report; one a reader.',
    params: ById, body: comment.ReportComment, replies: { 202: comment.Accepted }, problems: ['not-found', 'not-allowed', 'too-fast'],
  },
  appealComment: {
    method: 'post', path: '/api/v1/comments/{id}/appeal', tag: 'comments', who: 'reader', summary: 'Its author asks for a second look, once.',
    params: ById, body: comment.AppealComment, replies: { 202: comment.Accepted }, problems: ['not-found', 'invalid-transition'],
  },
  me: {
    method: 'get', path: '/api/v1/me', tag: 'readers', who: 'reader', summary: 'The reader, their votes in a thread and what of theirs is not public yet.',
    query: account.MeQuery, replies: { 200: account.MeAnswer }, problems: ['invalid-token', 'not-found'],
  },
  makeGuest: {
    method: 'post', path: '/api/v1/readers/guest', tag: 'readers', who: 'anyone', summary: 'A guest of this browser.',
    body: account.MakeGuest, replies: { 201: account.ReaderTokenAnswer }, problems: ['name-not-allowed', 'not-found', 'sign-in-required', 'too-fast'],
  },
  setUp: {
    method: 'post', path: '/api/v1/staff/setup', tag: 'staff', who: 'anyone', summary: 'The first administrator, by the link printed at start.',
    body: account.SetUp, replies: { 201: account.SessionAnswer }, problems: ['bad-credentials', 'already-set-up'],
  },
  signIn: {
    method: 'post', path: '/api/v1/staff/session', tag: 'staff', who: 'anyone', summary: 'Signs a member of staff in.',
    body: account.SignIn, replies: { 200: account.SessionAnswer }, problems: ['bad-credentials', 'too-fast'],
  },
  whoAmI: {
    method: 'get', path: '/api/v1/staff/session', tag: 'staff', who: 'staff', summary: 'Who is signed in.',
    replies: { 200: account.SessionAnswer }, problems: ['sign-in-required'],
  },
  signOut: {
    method: 'delete', path: '/api/v1/staff/session', tag: 'staff', who: 'staff', summary: 'Signs out.', replies: { 204: null }, problems: ['sign-in-required'],
  },
  listTokens: {
    method: 'get', path: '/api/v1/staff/tokens', tag: 'staff', who: 'staff', scope: 'staff', summary: 'One’s personal API tokens.',
    replies: { 200: account.ApiTokenList }, problems: ['sign-in-required'],
  },
  makeToken: {
    method: 'post', path: '/api/v1/staff/tokens', tag: 'staff', who: 'staff', scope: 'staff', summary: 'A new personal API token, shown once.',
    body: account.MakeApiToken, replies: { 201: account.ApiTokenMade }, problems: ['not-allowed'],
  },
  deleteToken: {
    method: 'delete', path: '/api/v1/staff/tokens/{id}', tag: 'staff', who: 'staff', scope: 'staff', summary: 'Ends a token.',
    params: ById, replies: { 204: null }, problems: ['not-found'],
  },
  listQueue: {
    method: 'get', path: '/api/v1/moderation/queue', tag: 'moderation', who: 'staff', scope: 'read', summary: 'Open cases with what is needed to decide them.',
    query: moderation.QueueQuery, replies: { 200: moderation.QueueAnswer }, problems: ['invalid-cursor', 'not-allowed'],
  },
  queueStats: {
    method: 'get', path: '/api/v1/moderation/stats', tag: 'moderation', who: 'staff', scope: 'read', summary: 'How much waits, and since when.',
    replies: { 200: moderation.StatsView }, problems: ['not-allowed'],
  },
  claimCases: {
    method: 'post', path: '/api/v1/moderation/claims', tag: 'moderation', who: 'staff', scope: 'moderate', summary: 'Takes cases for two minutes.',
    body: moderation.ClaimItems, replies: { 200: moderation.ClaimsAnswer }, problems: ['not-allowed'],
  },
  renewClaims: {
    method: 'put', path: '/api/v1/moderation/claims', tag: 'moderation', who: 'staff', scope: 'moderate', summary: 'Prolongs one’s own claims.',
    body: moderation.ClaimIds, replies: { 200: moderation.ClaimsAnswer }, problems: ['not-allowed'],
  },
  releaseClaims: {
    method: 'delete', path: '/api/v1/moderation/claims', tag: 'moderation', who: 'staff', scope: 'moderate', summary: 'Gives claims back: these, or all.',
    body: moderation.ReleaseClaims, replies: { 200: moderation.ClaimsAnswer }, problems: ['not-allowed'],
  },
  decide: {
    method: 'post', path: '/api/v1/moderation/decisions', tag: 'moderation', who: 'staff', scope: 'moderate',
    summary: 'Decides on comments; each is applied, stale, gone or refused on its own.',
    body: moderation.Decide, replies: { 200: moderation.DecideAnswer }, problems: ['not-allowed', 'invalid-transition'],
  },
  tryText: {
    method: 'post', path: '/api/v1/moderation/try', tag: 'moderation', who: 'staff', scope: 'read', summary: 'What moderation makes of a text; nothing is stored.',
    body: moderation.TryText, replies: { 200: moderation.TryAnswer }, problems: ['not-found', 'too-long'],
  },
  searchComments: {
    method: 'get', path: '/api/v1/moderation/comments', tag: 'moderation', who: 'staff', scope: 'read', summary: 'All comments that fit, newest first.',
    query: moderation.SearchQuery, replies: { 200: moderation.SearchAnswer }, problems: ['invalid-cursor', 'not-allowed'],
  },
  listAudit: {
    method: 'get', path: '/api/v1/moderation/audit', tag: 'moderation', who: 'staff', scope: 'read', summary: 'Who did what to what, when and why.',
    query: moderation.AuditQuery, replies: { 200: moderation.AuditAnswer }, problems: ['invalid-cursor', 'not-allowed'],
  },
  listBans: {
    method: 'get', path: '/api/v1/bans', tag: 'moderation', who: 'staff', scope: 'read', summary: 'A site’s bans, newest first.',
    query: site.BansQuery, replies: { 200: site.BanList }, problems: ['not-found'],
  },
  makeBan: {
    method: 'post', path: '/api/v1/bans', tag: 'moderation', who: 'staff', scope: 'moderate', summary: 'Bans a reader, a network, an e-mail domain or a word in names.',
    body: site.MakeBan, replies: { 201: site.BanAnswer }, problems: ['not-found'],
  },
  liftBan: {
    method: 'delete', path: '/api/v1/bans/{id}', tag: 'moderation', who: 'staff', scope: 'moderate', summary: 'Lifts a ban.',
    params: ById, query: z.strictObject({ site: comment.SiteIdField }), replies: { 204: null }, problems: ['not-found'],
  },
  listSites: {
    method: 'get', path: '/api/v1/sites', tag: 'sites', who: 'staff', scope: 'read', summary: 'One’s sites.',
    replies: { 200: site.SiteList }, problems: ['not-allowed'],
  },
  makeSite: {
    method: 'post', path: '/api/v1/sites', tag: 'sites', who: 'staff', scope: 'sites', summary: 'A new site.',
    body: site.MakeSite, replies: { 201: site.SiteFull }, problems: ['duplicate-site', 'not-allowed'],
  },
  findSite: {
    method: 'get', path: '/api/v1/sites/{id}', tag: 'sites', who: 'staff', scope: 'read', summary: 'A site with its settings.',
    params: BySite, replies: { 200: site.SiteFull }, problems: ['not-found'],
  },
  changeSite: {
    method: 'patch', path: '/api/v1/sites/{id}', tag: 'sites', who: 'staff', scope: 'sites', summary: 'Changes what is named and leaves the rest.',
    params: BySite, body: site.ChangeSite, replies: { 200: site.SiteFull }, problems: ['not-found', 'stale-revision'],
  },
  listWords: {
    method: 'get', path: '/api/v1/sites/{id}/words', tag: 'sites', who: 'staff', scope: 'read', summary: 'The word list, as JSON or text/plain.',
    params: BySite, replies: { 200: site.WordsAnswer }, problems: ['not-found'],
  },
  saveWords: {
    method: 'put', path: '/api/v1/sites/{id}/words', tag: 'sites', who: 'staff', scope: 'sites', summary: 'Replaces the word list; wants If-Match.',
    params: BySite, body: site.SaveWords, textBody: true, bodyLimit: 16 * 1024 * 1024, replies: { 200: site.WordsSaved },
    problems: ['not-found', 'revision-required', 'stale-revision'],
  },
  changeThread: {
    method: 'patch', path: '/api/v1/threads/{id}', tag: 'sites', who: 'staff', scope: 'moderate', summary: 'Closes, reopens, sets mode or slow mode.',
    params: ById, body: site.ChangeThread, replies: { 200: comment.ThreadView }, problems: ['not-found', 'stale-revision'],
  },
} as const satisfies Readonly<Record<string, RouteRow>>;

export type RouteId = keyof typeof routes;
