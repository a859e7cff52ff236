import type { Express } from 'express';
import type { z } from 'zod';
import type { StatsQuery } from '../../../contract/moderation.ts';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { countGraphemes } from '../../domain/graphemes.ts';
import { foldText } from '../../domain/text.ts';
import type { Ban } from '../../domain/bans.ts';
import { type Moderator, sitesFor } from '../../desk/deps.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import { presentAudit, presentBan } from '../../presenters/present-site.ts';
import type { QueueFilter } from '../../store/port-admin.ts';
import { bannedNetwork } from '../../web/banned-network.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { siteActorOf } from './sites.ts';

/** Most graphemes that the try-it page takes. */
const TRY_LIMIT = 20_000;

/** Who moderates, as the use cases want it. */
export function moderatorOf(context: Context): Moderator {
  const { staff, scopes } = context.staff();
  return { staff, scopes, requestId: context.requestId };
}

/** Which cases are asked for, of those that the moderator works on. */
function queueFilterOf(moderator: Moderator, query: z.output<typeof StatsQuery>): Omit<QueueFilter, 'escalated'> {
  const text = foldText(query.q ?? '');
  return {
    siteIds: sitesFor(moderator, 'moderation.read', query.site),
    kind: query.kind,
    reason: query.reason,
    readerId: query.reader,
    threadId: query.thread,
    status: query.status,
    cluster: query.cluster,
    text: text === '' ? undefined : text,
  };
}

/** What a ban is kept by; null where the value names nothing. A network is kept as its keyed hash: the list of bans must not be a list of addresses. */
function banValue(secret: string, { kind, value }: { kind: Ban['kind']; value: string }): string | null {
  if (kind === 'network') return bannedNetwork(secret, value);
  return kind === 'email-domain' ? value.trim().toLowerCase().replace(/^.*@/, '') : value.trim();
}

/** The moderators' calls. */
export function mountModeration(app: Express, deps: HttpDeps): void {
  const { moderation } = deps;

  mount(app, deps, routes.listQueue, async ({ query }, context) => {
    const moderator = moderatorOf(context);
    if (query.id !== undefined) return { status: 200, body: await moderation.oneOfQueue(moderator, query.id) };
    const filter = { ...queueFilterOf(moderator, query), escalated: query.escalated === 'true' };
    return { status: 200, body: await moderation.listQueue({ filter, sort: query.sort, limit: query.limit, cursor: query.cursor }) };
  });

  mount(app, deps, routes.queueStats, async ({ query }, context) => ({
    status: 200,
    body: await moderation.queueStats(queueFilterOf(moderatorOf(context), query)),
  }));

  mount(app, deps, routes.claimCases, async ({ body }, context) => {
    const { ids, until } = await moderation.claim(moderatorOf(context), body);
    return { status: 200, body: { ids, until: wireTime(until) } };
  });

  mount(app, deps, routes.renewClaims, async ({ body }, context) => {
    const { ids, until } = await moderation.renewClaims(moderatorOf(context), body.ids);
    return { status: 200, body: { ids, until: wireTime(until) } };
  });

  mount(app, deps, routes.releaseClaims, async ({ body }, context) => ({
    status: 200,
    body: { ids: await moderation.releaseClaims(moderatorOf(context), body.ids ?? null), until: null },
  }));

  mount(app, deps, routes.decide, async ({ body }, context) => {
    const { items, action, reason, note, cluster } = body;
    // What is erased does not come back.
    if (action === 'purge') deps.people.wantConfirmed(context.staff());
    const request = { items, action, reason: reason ?? null, note: note ?? '', cluster: cluster ?? null, actionId: body.act ?? null };
    return { status: 200, body: { results: await moderation.decide(moderatorOf(context), request) } };
  });

  mount(app, deps, routes.tryText, async ({ body }, context) => {
    const site = context.site();
    const length = countGraphemes(body.body);
    if (length > TRY_LIMIT) throw new Problem('too-long', { pub: { length, limit: TRY_LIMIT } });
    return { status: 200, body: await moderation.tryText(site, { body: body.body, name: body.name ?? '' }) };
  });

  mount(app, deps, routes.searchComments, async ({ query }, context) => ({
    status: 200,
    body: await moderation.search(moderatorOf(context), query),
  }));

  mount(app, deps, routes.listAudit, async ({ query }, context) => {
    const { site, ...rest } = query;
    const moderator = moderatorOf(context);
    const slice = await moderation.listAudit({ ...rest, siteIds: sitesFor(moderator, routes.listAudit.action, site) });
    const undoable = await moderation.undoableAmong(moderator, slice.items);
    const entries = slice.items.map((entry) => presentAudit(entry, undoable.get(entry.id)));
    return { status: 200, body: { entries, nextCursor: slice.nextCursor } };
  });

  mountBans(app, deps);
}

/** Bans of readers, networks and domains on a site. */
function mountBans(app: Express, deps: HttpDeps): void {
  const { moderation } = deps;

  mount(app, deps, routes.listBans, async ({ query }, context) => {
    const site = context.site();
    const slice = await moderation.listBans({ siteId: site.id, limit: query.limit, cursor: query.cursor });
    return { status: 200, body: { bans: slice.items.map(presentBan), nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.makeBan, async ({ body }, context) => {
    const site = context.site();
    const value = banValue(deps.secret, body);
    if (value === null || value === '')
      throw new Problem('invalid-request', { errors: [{ path: 'value', message: body.value.slice(0, 60) }] });
    const made = await moderation.ban(siteActorOf(context), site, {
      kind: body.kind,
      value,
      mode: body.mode,
      reason: body.reason ?? null,
      note: body.note,
      until: body.until === null ? null : Date.parse(body.until),
    });
    return { status: 201, body: { ban: presentBan(made) } };
  });

  mount(app, deps, routes.liftBan, async ({ params }, context) => {
    const site = context.site();
    if (!(await moderation.unban(siteActorOf(context), site, params.id))) throw new Problem('not-found');
    return { status: 204 };
  });
}
