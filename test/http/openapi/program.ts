/**
 * What somebody writes against the service with the types that openapi-typescript makes of its document:
 * compiled and run by openapi.test.ts, which lays `schema.ts` beside it.
 */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

type Comment = components['schemas']['Comment'];

const [service = '', token = ''] = process.argv.slice(2);
const readers = createClient<paths>({ baseUrl: service });
const staff = createClient<paths>({ baseUrl: service, headers: { Authorization: `Bearer ${token}` } });
const thread = { key: 'openapi', url: 'http://127.0.0.1/openapi', title: '步道' };

const posted = await readers.POST('/api/v1/comments', {
  params: { header: { 'Idempotency-Key': crypto.randomUUID(), 'Accept-Language': 'zh-CN' } },
  body: { site: 'demo', thread, body: '沿江的路灯很亮。', author: { name: '江边散步' } },
});
const comment: Comment | undefined = posted.data?.comment;

const listed = await readers.GET('/api/v1/comments', { params: { query: { site: 'demo', thread: thread.key, sort: 'newest' } } });
const missing = await readers.GET('/api/v1/comments/{id}', { params: { path: { id: 'unknown' } } });
const words = await staff.GET('/api/v1/sites/{id}/words', { params: { path: { id: 'demo' } } });
const queue = await staff.GET('/api/v1/moderation/queue', { params: { query: { site: 'demo' } } });

process.stdout.write(
  JSON.stringify({
    posted: posted.response.status,
    id: comment?.id,
    count: listed.data?.thread.commentCount,
    ids: listed.data?.comments.map(({ id }) => id),
    refusal: missing.error?.code,
    version: typeof words.data === 'object' ? words.data.version : null,
    waiting: queue.data?.total,
  }),
);
