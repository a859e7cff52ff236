import { ExportsQuery } from './exports.ts';
import type { RouteRows } from './route-row.ts';

/** Calls that move comments in and out. */
export const transferRoutes = {
  exportSite: {
    method: 'get',
    path: '/api/v1/exports',
    tag: 'sites',
    who: 'staff',
    action: 'transfer.export',
    on: 'site:query.site',
    summary: 'The comments of a site as a file, in our own format or in one that another system reads.',
    query: ExportsQuery,
    fileAnswer: true,
    replies: { 200: null },
    problems: ['not-found', 'not-allowed'],
  },
} as const satisfies RouteRows;
