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
import type { ChangeThread } from '../contract/site.ts';
import { call, queryOf, Refused } from './api.ts';

export type Action = z.infer<typeof DecisionActionField>;
export type TryResult = z.infer<typeof TryAnswer>;
export type AuditPage = z.infer<typeof AuditAnswer>;
export type ApiToken = z.infer<typeof ApiTokenList>['tokens'][number];
export type Conversation = z.infer<typeof PermalinkAnswer>;
export type Query = Parameters<typeof queryOf>[0];

export const getQueue = (query: Query, signal?: AbortSignal): Promise<QueueAnswer> =>
  call(`/moderation/queue${queryOf(query)}`, signal === undefined ? {} : { signal });
export const getStats = (query: Query): Promise<StatsView> => call(`/moderation/stats${queryOf(query)}`);
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
  /** The open cases of this cluster too. */
  cluster?: string | undefined;
  /** The id of what the moderator did at once, for the calls that belong to it. */
  act?: string | undefined;
}

/**
 * Decides on comments; one result each, also where the service refuses all of them.
 * @throws Refused when the call itself is wrong or nobody is signed in, TypeError without a connection.
 */
export async function decide({ note, ...input }: DecisionInput, signal: AbortSignal): Promise<DecisionResult[]> {
  const { items } = input;
  try {
    const body = { ...input, ...(note === '' ? {} : { note }) };
    const { results } = await call<DecideAnswer>('/moderation/decisions', { method: 'POST', body, signal });
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

export const tryText = (input: { site: string; body: string; name?: string }): Promise<TryResult> =>
  call('/moderation/try', { method: 'POST', body: input });

export const getTokens = (): Promise<z.infer<typeof ApiTokenList>> => call('/staff/tokens');
export const makeToken = (name: string, scopes: readonly Scope[]): Promise<z.infer<typeof ApiTokenMade>> =>
  call('/staff/tokens', { method: 'POST', body: { name, scopes } });
export const deleteToken = (id: string): Promise<void> => call(`/staff/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
