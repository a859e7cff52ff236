import type { z } from 'zod';
import * as compat from './compat.ts';
import { BySite, type RouteRows } from './route-row.ts';

/** What all calls in the form of another system have in common: each is about the site that its address names. */
const OF_SITE = {
  tag: 'comments',
  who: 'anyone',
  params: BySite,
  problems: ['invalid-request', 'origin-not-allowed', 'not-found', 'too-fast'],
} as const;

/** A call that reads, with all that it asks in its query. @param path behind `/compat` */
function reading<P extends string, Q extends z.ZodObject, A extends z.ZodType>(path: P, summary: string, query: Q, answer: A) {
  return { ...OF_SITE, method: 'get', path: `/compat/${path}`, summary, query, replies: { 200: answer } } as const;
}

/** Calls that themes make to the servers of other comment systems, and which site a page is of: read-only. */
export const compatRoutes = {
  siteOfOrigin: {
    method: 'get',
    path: '/api/v1/site',
    tag: 'readers',
    who: 'anyone',
    summary: 'The one site that the page’s origin may embed; 404 where there is none, or where it is not clear which.',
    replies: { 200: compat.SiteOfOriginAnswer },
    problems: ['not-found', 'too-fast'],
  },
  valineComments: reading(
    'valine/{id}/1.1/classes/Comment',
    'Valine’s newest comments, for themes that ask LeanCloud for them.',
    compat.ValineQuery,
    compat.ValineAnswer,
  ),
  walineComments: reading(
    'waline/{id}/api/comment',
    'Waline’s numbers and newest comments, for themes that ask for them.',
    compat.WalineQuery,
    compat.WalineAnswer,
  ),
  walineCommentsBare: reading(
    'waline/{id}/comment',
    'The same without a frame, as Waline’s first version answered.',
    compat.WalineQuery,
    compat.WalineBareAnswer,
  ),
  twikooCall: {
    ...OF_SITE,
    method: 'post',
    path: '/compat/twikoo/{id}',
    summary: 'Twikoo’s numbers and newest comments, for themes that ask for them.',
    body: compat.TwikooCall,
    replies: { 200: compat.TwikooAnswer },
  },
  artalkCounts: reading(
    'artalk/{id}/api/v2/stats/page_comment',
    'Artalk’s numbers of comments, for themes that ask for them.',
    compat.ArtalkCountsQuery,
    compat.ArtalkCountsAnswer,
  ),
  artalkLatest: reading(
    'artalk/{id}/api/v2/stats/latest_comments',
    'Artalk’s newest comments, for themes that ask for them.',
    compat.ArtalkLatestQuery,
    compat.ArtalkLatestAnswer,
  ),
  artalkConf: {
    ...OF_SITE,
    method: 'get',
    path: '/compat/artalk/{id}/api/v2/conf',
    summary: 'What of Artalk’s settings a theme needs for pictures of authors.',
    replies: { 200: compat.ArtalkConfAnswer },
  },
} as const satisfies RouteRows;
