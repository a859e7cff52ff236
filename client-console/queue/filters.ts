import type { QueueItem } from '../../contract/moderation.ts';
import { QUEUE_SORTS, type QueueSort } from '../../server/domain/queue-lists.ts';
import type { InsertPosition } from './queue-state.ts';

/** The filters and the order of the queue. Empty = all. */
export interface QueueFilters {
  site: string;
  kind: string;
  reason: string;
  q: string;
  reader: string;
  thread: string;
  cluster: string;
  sort: QueueSort;
}

/** The lane of what was escalated; the ordinary list and the other lanes are without it. */
export const ESCALATED = 'escalated';
/** Reasons by which the list can be filtered: the beginnings of the service's reason codes. */
export const REASON_FILTERS = [
  'words',
  'reported',
  'contact',
  'links',
  'repeat',
  'newcomer',
  'mode',
  'history',
  'hidden',
  'cluster',
  'burst',
  'learner',
  'reviewer',
] as const;

export const ALL: QueueFilters = { site: '', kind: '', reason: '', q: '', reader: '', thread: '', cluster: '', sort: 'priority' };

/** Reads filters from an address; unknown values are left out. */
export function filtersOf(query: Readonly<Record<string, string>>): QueueFilters {
  const { site = '', kind = '', reason = '', q = '', reader = '', thread = '', cluster = '' } = query;
  return { site, kind, reason, q, reader, thread, cluster, sort: QUEUE_SORTS.find((sort) => sort === query.sort) ?? 'priority' };
}

/** Filters as they are written in an address: without default values. */
export function queryOfFilters(filters: QueueFilters): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(filters)) {
    if (value !== '' && !(name === 'sort' && value === ALL.sort)) query[name] = value;
  }
  return query;
}

/** What the filters ask of the service, but for the order. */
export function filterQuery({ sort: _, ...rest }: QueueFilters): Record<string, string> {
  return { ...rest };
}

/** The list that the filters ask of the service. */
export function listQuery({ kind, ...rest }: QueueFilters): Record<string, string> {
  return kind === ESCALATED ? { ...rest, escalated: 'true' } : { ...rest, kind };
}

/** Is the list narrowed by anything but its order? */
export const isNarrowed = (filters: QueueFilters): boolean => Object.keys(queryOfFilters({ ...filters, sort: ALL.sort })).length > 0;

/** Does a case that came in live fit the filters? */
export function fits({ comment, kinds, reasons, context, cluster: group, escalated }: QueueItem, filters: QueueFilters): boolean {
  const { site, kind, reason, q, reader, thread, cluster } = filters;
  return (
    (site === '' || comment.siteId === site) &&
    escalated === (kind === ESCALATED) &&
    (kind === '' || kind === ESCALATED || kinds.some((one) => one === kind)) &&
    (reason === '' || reasons.some((one) => one.startsWith(reason))) &&
    (reader === '' || comment.author?.id === reader) &&
    (thread === '' || context.thread.id === thread) &&
    (cluster === '' || group?.id === cluster) &&
    (q === '' || comment.body.toLowerCase().includes(q.toLowerCase()))
  );
}

/** Where a case that came in belongs: on top it waits until the moderator asks for it; at the end it moves nothing. */
export function insertPositionIn(sort: QueueSort, hasMore: boolean): InsertPosition {
  if (sort !== 'oldest') return 'fresh';
  return hasMore ? 'later' : 'end';
}
