import type { RouteRow, SiteTarget, StaffRow } from '../../contract/route-row.ts';
import { refusalOf, tokenAllows } from '../domain/permissions.ts';
import { Problem } from '../domain/problem.ts';
import type { SiteId } from '../domain/types.ts';
import { isCsrfToken, type StaffActor } from '../people/staff.ts';
import type { Context } from './context.ts';
import type { HttpDeps } from './deps.ts';

/** The parts of a request that name what it is about, after the row's schemas; a part is absent while it is not read. */
export interface Named {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

/** Text under a name in a part of the request; null where there is none. */
function textIn(part: unknown, name: string): string | null {
  if (typeof part !== 'object' || part === null) return null;
  const value: unknown = Object.entries(part).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : null;
}

type FindSite = (deps: Pick<HttpDeps, 'siteAdmin' | 'jobs' | 'imports' | 'ownData'>, named: Named) => Promise<SiteId | null>;

/** How the site of a call is found: in the call itself, or by what belongs to it. */
const SITE_OF: { readonly [T in SiteTarget]: FindSite } = {
  'site:params.id': async (_deps, { params }) => textIn(params, 'id'),
  'site:query.site': async (_deps, { query }) => textIn(query, 'site'),
  'site:body.site': async (_deps, { body }) => textIn(body, 'site'),
  'thread:params.id': async ({ siteAdmin }, { params }) => (await siteAdmin.thread(textIn(params, 'id') ?? ''))?.siteId ?? null,
  'import:params.id': async ({ imports }, { params }) => (await imports.get(textIn(params, 'id') ?? ''))?.siteId ?? null,
  'reader:params.id': async ({ ownData }, { params }) => (await ownData.find(textIn(params, 'id') ?? ''))?.siteId ?? null,
  'job:params.id': async ({ jobs }, { params }) => (await jobs.get(textIn(params, 'id') ?? ''))?.siteId ?? null,
};

/** A member of staff and, for a change by cookie, the CSRF token. @throws Problem. */
export async function requireStaff(row: StaffRow, context: Context): Promise<StaffActor> {
  const actor = await context.staffOrNull();
  if (actor === null) throw new Problem(context.bearer === null ? 'sign-in-required' : 'invalid-token');
  // What no site could allow is refused before anything is read.
  if (!tokenAllows(actor, row.action)) throw new Problem('not-allowed');
  if (row.method === 'get' || actor.csrfToken === null) return actor;
  if (!isCsrfToken(actor.csrfToken, context.req.get('x-csrf-token') ?? '')) throw new Problem('csrf-token-missing');
  return actor;
}

/** Can the permission be asked for before the body is read? */
export const isNamedOutsideBody = (row: RouteRow): boolean => row.on !== 'site:body.site';

/**
 * Asks whether the person may do what the row does, where it does it: once for sessions and API tokens alike. The
 * context gets the site that the call is about.
 * @throws Problem `not-found` for what is on none of their sites, whether it exists or not; `not-allowed`.
 */
export async function requirePermission(
  deps: Pick<HttpDeps, 'sites' | 'siteAdmin' | 'jobs' | 'imports' | 'ownData'>,
  row: StaffRow,
  context: Context,
  named: Named,
): Promise<void> {
  const { on } = row;
  const isOfSite = on !== 'self' && on !== 'service' && on !== 'sites';
  const siteId = isOfSite ? await SITE_OF[on](deps, named) : null;
  if (isOfSite && siteId === null) throw new Problem('not-found');
  const refusal = refusalOf(context.staff(), row.action, siteId);
  if (refusal !== null) throw new Problem(refusal);
  if (siteId === null) return;
  const site = await deps.sites.get(siteId);
  context.site = () => site;
}

/** Asks for what the fields of the body are beside the row's own action. @throws Problem `not-allowed`. */
export function requireFields(row: StaffRow, context: Context, body: unknown): void {
  if (row.fields === undefined || typeof body !== 'object' || body === null) return;
  const sent = new Map<string, unknown>(Object.entries(body));
  for (const [field, action] of Object.entries(row.fields)) {
    const refusal = sent.get(field) === undefined ? null : refusalOf(context.staff(), action, context.site().id);
    if (refusal !== null) throw new Problem(refusal);
  }
}
