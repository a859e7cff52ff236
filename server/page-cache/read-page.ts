import { parse } from 'node:querystring';
import type { z } from 'zod';
import { countComments } from '../comments/count-comments.ts';
import { type LiveTransport, listComments } from '../comments/list-comments.ts';
import { CountsQuery, ListQuery } from '../../contract/comment.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, ThreadId } from '../domain/types.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Store } from '../store/port.ts';

export interface ReadDeps {
  store: Pick<Store, 'comments' | 'threads' | 'events'>;
  sites: Pick<SiteDirectory, 'find'>;
  /** How readers who come now are to follow their thread. */
  liveTransport: () => LiveTransport;
}

/** What a page was asked for. */
export type PageRequest =
  | { kind: 'comments'; siteId: string; query: z.output<typeof ListQuery> }
  | { kind: 'counts'; siteId: string; query: z.output<typeof CountsQuery> };

/** What was read for a page, and what it rests on. */
export interface Reading {
  site: Site;
  text: string;
  /** The thread whose comments are in it, and the number of its last event at that moment; null: any thread of the site. */
  thread: { id: ThreadId; seq: number } | null;
}

const COMMENTS = '/api/v1/comments?';
const COUNTS = '/api/v1/counts?';

/** Does the address begin like one of ours? Cheap, for every request. */
export function isPageUrl(url: string): boolean {
  return url.startsWith(COMMENTS) || url.startsWith(COUNTS);
}

/** The request that an address stands for, by the contract's own schemas; null for whatever they refuse. */
export function pageRequestOf(url: string): PageRequest | null {
  const query = { ...parse(url.slice(url.indexOf('?') + 1)) };
  if (url.startsWith(COMMENTS)) {
    const { data } = ListQuery.safeParse(query);
    return data === undefined ? null : { kind: 'comments', siteId: data.site, query: data };
  }
  const { data } = CountsQuery.safeParse(query);
  return data === undefined ? null : { kind: 'counts', siteId: data.site, query: data };
}

/**
 * Reads a page from the store; null where there is none to give, which the route then explains.
 * @param known the thread that the page had when it was last read.
 */
export async function readPage(
  deps: ReadDeps,
  { kind, siteId, query }: PageRequest,
  known: ThreadId | null = null,
): Promise<Reading | null> {
  const site = await deps.sites.find(siteId);
  if (site === null) return null;
  try {
    if (kind === 'counts') return { site, text: JSON.stringify(await countComments(deps.store, site, query.thread)), thread: null };
    const { thread: threadKey, ...rest } = query;
    const answer = await listComments(deps.store, site, { ...rest, threadKey }, deps.liveTransport(), known);
    const { id, seq } = answer.thread;
    return { site, text: JSON.stringify(answer), thread: id === null ? null : { id, seq } };
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
