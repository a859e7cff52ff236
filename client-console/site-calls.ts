import type { PresetList } from '../contract/presets.ts';
import type { z } from 'zod';
import type {
  BanAnswer,
  BanList,
  ChangeSite,
  DryRunAnswer,
  JobAnswer,
  JobList,
  LearnersAnswer,
  MakeBan,
  MakeSite,
  SiteFull,
  SiteList,
  WordsSaved,
  WordVersions,
} from '../contract/site.ts';
import type { RefusedTokens } from '../contract/sso.ts';
import { call, queryOf, send } from './api.ts';
import type { Query } from './calls.ts';

export type Ban = z.infer<typeof BanAnswer>['ban'];
export type LearnerModel = z.infer<typeof LearnersAnswer>['models'][number];
export type WordVersion = z.infer<typeof WordVersions>['versions'][number];

const siteAt = (id: string): string => `/sites/${encodeURIComponent(id)}`;

export const getSites = (): Promise<z.infer<typeof SiteList>> => call('/sites');
export const getPresets = (site: string): Promise<z.infer<typeof PresetList>> => call(`${siteAt(site)}/presets`);
export const makeSite = (input: MakeSite): Promise<SiteFull> => call('/sites', { method: 'POST', body: input });
export const changeSite = (id: string, change: ChangeSite): Promise<SiteFull> => call(siteAt(id), { method: 'PATCH', body: change });

/** A site's word list as text, with the version that a change must name; a past one by its number. */
export async function getWords(site: string, version?: number): Promise<{ text: string; version: string }> {
  const answer = await send(`${siteAt(site)}/words${queryOf({ version })}`, { headers: { Accept: 'text/plain' } });
  return { text: await answer.text(), version: answer.headers.get('ETag') ?? '*' };
}

/** Replaces a site's word list. @throws Refused `stale-revision` when somebody else was first. */
export const saveWords = (site: string, text: string, version: string): Promise<z.infer<typeof WordsSaved>> =>
  call(`${siteAt(site)}/words`, { method: 'PUT', text, headers: { 'If-Match': version } });

/** What a list in any known format would do. */
export const dryRunWords = (site: string, text: string): Promise<DryRunAnswer> =>
  call(`${siteAt(site)}/words/dry-run`, { method: 'POST', text });
export const getWordVersions = (site: string): Promise<z.infer<typeof WordVersions>> => call(`${siteAt(site)}/words/versions`);

export const startRecheck = (site: string): Promise<z.infer<typeof JobAnswer>> => call(`${siteAt(site)}/rechecks`, { method: 'POST' });
export const getJob = (id: string): Promise<z.infer<typeof JobAnswer>> => call(`/jobs/${encodeURIComponent(id)}`);
export const getJobs = (query: Query): Promise<z.infer<typeof JobList>> => call(`/jobs${queryOf(query)}`);

/** The last refused tokens of the site's own sign-on. */
export const getRefusedTokens = (site: string): Promise<z.infer<typeof RefusedTokens>> => call(`${siteAt(site)}/sso/refused`);
export const getLearners = (site: string): Promise<z.infer<typeof LearnersAnswer>> => call(`${siteAt(site)}/learners`);

export const getBans = (query: Query): Promise<z.infer<typeof BanList>> => call(`/bans${queryOf(query)}`);
export const ban = (input: Partial<z.infer<typeof MakeBan>>): Promise<z.infer<typeof BanAnswer>> =>
  call('/bans', { method: 'POST', body: input });
export const liftBan = (site: string, id: string): Promise<void> =>
  call(`/bans/${encodeURIComponent(id)}${queryOf({ site })}`, { method: 'DELETE' });
