import type { Ban } from '../domain/bans.ts';
import { newEvent } from '../domain/effects.ts';
import type { Id, ReasonCode, Site } from '../domain/types.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { siteEffects } from '../sites/effects.ts';

/** Keeps a reader, a network, an e-mail domain or a word in names out of a site, until a time or for good. */
export async function ban(
  deps: SiteDeps,
  actor: SiteActor & { id: Id },
  site: Site,
  input: { kind: Ban['kind']; value: string; mode: Ban['mode']; reason: ReasonCode | null; note: string; until: number | null },
): Promise<Ban> {
  const made: Ban = { ...input, id: deps.newId(), siteId: site.id, by: actor.id, createdAt: deps.now() };
  const { kind, mode } = input;
  // The note stands with the ban: it may be about a person, and nothing can be taken out of the log.
  const change = {
    action: 'ban.create',
    what: 'bans' as const,
    subject: made.id,
    reason: input.reason,
    data: { kind, mode },
  };
  const effects = siteEffects(deps, actor, site.id, change);
  if (kind === 'reader') {
    const data = { readerId: made.value, mode, until: made.until, reason: made.reason };
    const facts = { type: 'reader.banned' as const, channel: `site:${site.id}` as const, siteId: site.id, data };
    effects.events.push(newEvent({ at: made.createdAt, newId: deps.newId }, facts));
  }
  return deps.store.readers.ban(made, effects);
}

/** Lifts a ban of the site; false when it has none of this id. */
export async function unban(deps: SiteDeps, actor: SiteActor, site: Site, id: Id): Promise<boolean> {
  const change = { action: 'ban.lift', what: 'bans' as const, subject: id, data: {} };
  return deps.store.readers.unban(site.id, id, siteEffects(deps, actor, site.id, change));
}
