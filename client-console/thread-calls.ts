import type { z } from 'zod';
import type { ThreadView } from '../contract/comment.ts';
import type { ThreadList } from '../contract/site.ts';
import { call, queryOf } from './api.ts';

/** Threads of a site whose title, address or key has the text, newest first. */
export const findThreads = (asked: { site: string; q: string; limit: number }): Promise<z.infer<typeof ThreadList>> =>
  call(`/threads${queryOf(asked)}`);

/** Brings all comments of the one thread to the other; gives the other. */
export const mergeThread = (id: string, into: string): Promise<ThreadView> =>
  call(`/threads/${encodeURIComponent(id)}/merge`, { method: 'POST', body: { into } });
