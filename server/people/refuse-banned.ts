import { Problem } from '../domain/problem.ts';
import type { Ms, Reader, SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/**
 * A reader who is banned from a site may not vote, report, appeal or become a guest there either. A shadow ban refuses
 * nothing, since its author is not to notice it.
 * @param reader null for somebody who has no reader yet.
 * @param networks keyed hashes of the client's network.
 * @throws Problem `banned`.
 */
export async function refuseBanned(
  deps: { store: Pick<Store, 'readers'>; now: () => Ms },
  who: { siteId: SiteId; reader: Pick<Reader, 'id' | 'name' | 'email'> | null; name?: string; networks: string[] },
): Promise<void> {
  const { siteId, reader, networks } = who;
  const name = reader?.name ?? who.name;
  const bans = await deps.store.readers.bansFor({
    siteId,
    readerId: reader?.id ?? null,
    networks,
    emailDomain: reader?.email?.split('@')[1]?.toLowerCase() ?? null,
    ...(name === undefined ? {} : { name }),
    now: deps.now(),
  });
  if (bans.some(({ mode }) => mode === 'block')) throw new Problem('banned');
}
