import * as feeds from './feeds.ts';
import type { RouteRows } from './route-row.ts';

/** What all of them have in common: public, the same for everybody. */
const PUBLIC = { method: 'get', tag: 'comments', who: 'anyone', problems: ['invalid-request', 'not-found'] } as const;

/** What is new on a site, for feed readers and for lists on its pages. */
export const feedRoutes = {
  atomFeed: {
    ...PUBLIC,
    path: '/feed.xml',
    summary: 'The newest comments of a thread or a site as Atom with threading (RFC 4287, RFC 4685).',
    query: feeds.FeedQuery,
    answerType: feeds.ATOM_TYPE,
    replies: { 200: feeds.AtomFeed },
  },
  jsonFeed: {
    ...PUBLIC,
    path: '/feed.json',
    summary: 'The newest comments of a thread or a site as JSON Feed 1.1.',
    query: feeds.FeedQuery,
    answerType: feeds.JSON_FEED_TYPE,
    replies: { 200: feeds.JsonFeed },
  },
  latestComments: {
    ...PUBLIC,
    path: '/api/v1/latest',
    summary: 'The newest public comments of a site, each with its thread.',
    query: feeds.LatestQuery,
    replies: { 200: feeds.LatestAnswer },
  },
  topThreads: {
    ...PUBLIC,
    path: '/api/v1/top',
    summary: 'The most discussed threads of a site.',
    query: feeds.TopQuery,
    replies: { 200: feeds.TopAnswer },
  },
} as const satisfies RouteRows;
