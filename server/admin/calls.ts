import type { z } from 'zod';
import type { ApiTokenList, ApiTokenMade, Scope } from '../contract/account.ts';
import type { PermalinkAnswer, ThreadView } from '../contract/comment.ts';
import type {
  AuditAnswer,
  ClaimsAnswer,
  DecideAnswer,
  DecisionActionField,
  DecisionResult,
  QueueAnswer,
  SearchAnswer,
  StatsView,
  TryAnswer,
} from '../contract/moderation.ts';
import type { BanAnswer, ChangeSite, ChangeThread, MakeBan, MakeSite, SiteFull, SiteList, WordsSaved } from '../contract/site.ts';
import { call, queryOf, Refused, send } from './api.ts';

export type Action = z.infer<typeof DecisionActionField>;
export type TryResult = z.infer<typeof TryAnswer>;
export type AuditPage = z.infer<typeof AuditAnswer>;
export type ApiToken = z.infer<typeof ApiTokenList>['tokens'][number];
export type Conversation = z.infer<typeof PermalinkAnswer>;
export type Query = Parameters<typeof queryOf>[0];

export const getQueue = (query: Query, signal?: AbortSignal): Promise<QueueAnswer> =>
  call(`/moderation/queue${queryOf(query)}`, signal === undefined ? {} : { signal });
export const getStats = (): Promise<StatsView> => call('/moderation/stats');
export const searchComments = (query: Query): Promise<SearchAnswer> => call(`/moderation/comments${queryOf(query)}`);
export const getAudit = (query: Query): Promise<AuditPage> => call(`/moderation/audit${queryOf(query)}`);
export const getConversation = (id: string): Promise<Conversation> => call(`/comments/${encodeURIComponent(id)}`);

type Claims = z.infer<typeof ClaimsAnswer>;
export const claim = (ids: readonly string[]): Promise<Claims> => call('/moderation/claims', { method: 'POST', body: { ids } });
export const renewClaims = (ids: readonly string[]): Promise<Claims> => call('/moderation/claims', { method: 'PUT', body: { ids } });
export const releaseClaims = (ids: readonly string[], keepalive = false): Promise<Claims> =>
  call('/moderation/claims', { method: 'DELETE', body: { ids }, keepalive });

export interface DecisionInput {
  items: { id: string; revision: number }[];
  action: Action;
  reason?: string | undefined;
  note?: string | undefined;
}

/**
 * Decides on comments; one result each. Where the service refuses all of them, that is told as results, too.
 * @throws Refused when the call itself is wrong or nobody is signed in, TypeError without a connection.
 */
export async function decide({ items, action, reason, note }: DecisionInput): Promise<DecisionResult[]> {
  try {
    const body = { items, action, ...(reason === undefined ? {} : { reason }), ...(note === undefined || note === '' ? {} : { note }) };
    const { results } = await call<DecideAnswer>('/moderation/decisions', { method: 'POST', body });
    return results;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, detail, status } = error.problem;
    if (status !== 403 && status !== 409) throw error;
    return items.map(({ id }) => ({ id, result: 'refused', code, detail }));
  }
}

export const changeThread = (id: string, change: z.infer<typeof ChangeThread>): Promise<ThreadView> =>
  call(`/threads/${encodeURIComponent(id)}`, { method: 'PATCH', body: change });
export const ban = (input: Partial<z.infer<typeof MakeBan>>): Promise<z.infer<typeof BanAnswer>> =>
  call('/bans', { method: 'POST', body: input });

export const liftBan = (site: string, id: string): Promise<void> =>
  call(`/bans/${encodeURIComponent(id)}${queryOf({ site })}`, { method: 'DELETE' });

export const getSites = (): Promise<z.infer<typeof SiteList>> => call('/sites');
export const makeSite = (input: MakeSite): Promise<SiteFull> => call('/sites', { method: 'POST', body: input });
export const changeSite = (id: string, change: ChangeSite): Promise<SiteFull> =>
  call(`/sites/${encodeURIComponent(id)}`, { method: 'PATCH', body: change });

/** A site's word list as text, with the version that a change must name. */
export async function getWords(site: string): Promise<{ text: string; version: string }> {
  const answer = await send(`/sites/${encodeURIComponent(site)}/words`, { headers: { Accept: 'text/plain' } });
  return { text: await answer.text(), version: answer.headers.get('ETag') ?? '*' };
}

/** Replaces a site's word list. @throws Refused `stale-revision` when somebody else was first. */
export async function saveWords(site: string, text: string, version: string): Promise<z.infer<typeof WordsSaved>> {
  return call(`/sites/${encodeURIComponent(site)}/words`, { method: 'PUT', text, headers: { 'If-Match': version } });
}

export const tryText = (input: { site: string; body: string; name?: string }): Promise<TryResult> =>
  call('/moderation/try', { method: 'POST', body: input });

export const getTokens = (): Promise<z.infer<typeof ApiTokenList>> => call('/staff/tokens');
export const makeToken = (name: string, scopes: readonly Scope[]): Promise<z.infer<typeof ApiTokenMade>> =>
  call('/staff/tokens', { method: 'POST', body: { name, scopes } });
export const deleteToken = (id: string): Promise<void> => call(`/staff/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
