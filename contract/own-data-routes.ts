import * as own from './own-data.ts';
import { ById, type RouteRows } from './route-row.ts';
import { JobAnswer } from './site.ts';

/** Calls about all that is held of a reader. */
export const ownDataRoutes = {
  exportOwnData: {
    method: 'get',
    path: '/api/v1/me/export',
    tag: 'readers',
    who: 'reader',
    summary: 'All that is held of the reader, as JSON or as a page.',
    query: own.OwnExportQuery,
    fileAnswer: true,
    replies: { 200: null },
    problems: ['invalid-token', 'not-found', 'too-fast'],
  },
  eraseOwnData: {
    method: 'delete',
    path: '/api/v1/me',
    tag: 'readers',
    who: 'reader',
    summary: 'Erases the reader; the token is dead at once, a job does the rest.',
    query: own.EraseQuery,
    body: own.EraseOwn,
    replies: { 202: JobAnswer },
    problems: ['invalid-request', 'invalid-token', 'not-found', 'too-fast'],
  },
  exportReader: {
    method: 'get',
    path: '/api/v1/readers/{id}/export',
    tag: 'moderation',
    who: 'staff',
    action: 'reader.export',
    on: 'reader:params.id',
    summary: 'All that is held of a reader, as JSON or as a page; noted in the audit log.',
    params: ById,
    query: own.ReaderExportQuery,
    fileAnswer: true,
    replies: { 200: null },
    problems: ['not-found', 'not-allowed'],
  },
  eraseReader: {
    method: 'post',
    path: '/api/v1/readers/{id}/erase',
    tag: 'moderation',
    who: 'staff',
    action: 'reader.erase',
    on: 'reader:params.id',
    confirms: true,
    summary: 'Erases a reader, as the reader could; noted in the audit log.',
    params: ById,
    body: own.EraseReader,
    replies: { 202: JobAnswer },
    problems: ['confirm-identity', 'not-found', 'not-allowed', 'invalid-request'],
  },
} as const satisfies RouteRows;
