import { effectsOf, SYSTEM } from '../domain/effects.ts';
import { RETENTION_KINDS, type RetentionKind } from '../domain/enumerations.ts';
import type { CommentId, Id, Ms } from '../domain/types.ts';
import { withoutText } from '../domain/without-text.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import { RETENTION_RUN } from '../store/port-backup.ts';

const DAY: Ms = 24 * 3_600_000;
/** Deleted at a time: others have their turn in between. */
const BATCH = 500;

/** For how many days each kind is kept; 0: for good. */
export type RetentionDays = Readonly<Record<RetentionKind, number>>;
/** How many records of each kind. */
export type RetentionCounts = Record<RetentionKind, number>;

/** The days as the settings of the program have them. */
export function retentionDays(settings: {
  keepNetworks: number;
  keepRemoved: number;
  keepRefused: number;
  keepFormer: number;
  keepAudit: number;
}): RetentionDays {
  return {
    network: settings.keepNetworks,
    removed: settings.keepRemoved,
    refused: settings.keepRefused,
    former: settings.keepFormer,
    audit: settings.keepAudit,
  };
}

interface Deps {
  store: Pick<Store, 'retention' | 'comments' | 'audit' | 'backup' | 'maintenance'>;
  now: () => Ms;
  newId: () => Id;
  days: RetentionDays;
}

const NOTHING: Readonly<RetentionCounts> = { network: 0, removed: 0, refused: 0, former: 0, audit: 0 };

const beforeOf = (days: number, now: Ms): Ms | null => (days === 0 ? null : now - days * DAY);

/** How much of each kind is to go. */
export async function countOld({ store, now, days }: Pick<Deps, 'store' | 'now' | 'days'>): Promise<RetentionCounts> {
  const counts = { ...NOTHING };
  for (const kind of RETENTION_KINDS) {
    const before = beforeOf(days[kind], now());
    if (before !== null) counts[kind] = await store.retention.countOld(kind, before);
  }
  return counts;
}

/** Deletes what is old enough, a little at a time; gives how much it was. The same again deletes nothing. */
export async function deleteOld(deps: Deps, isStopped: () => boolean = () => false): Promise<RetentionCounts> {
  const counts = { ...NOTHING };
  for (const kind of RETENTION_KINDS) {
    const before = beforeOf(deps.days[kind], deps.now());
    if (before === null) continue;
    for (let done = BATCH; done > 0 && !isStopped(); counts[kind] += done) done = await deleteSome(deps, kind, before);
  }
  if (Object.values(counts).some((count) => count > 0)) await noteRun(deps, counts);
  return counts;
}

async function deleteSome(deps: Deps, kind: RetentionKind, before: Ms): Promise<number> {
  if (kind !== 'removed' && kind !== 'refused') return deps.store.retention.deleteOld(kind, before, BATCH);
  const ids = await deps.store.retention.oldComments(kind, before, BATCH);
  let done = 0;
  for (const id of ids) if (await deleteText(deps, id)) done++;
  return done;
}

/** False when the comment was changed at this very moment: the next run looks at it again. */
async function deleteText({ store }: Deps, id: CommentId): Promise<boolean> {
  const comment = (await store.comments.get([id])).get(id);
  if (comment === undefined || comment.content === null || comment.published !== null) return false;
  try {
    await store.comments.change(id, comment.revision, withoutText(comment), { events: [], audit: [] });
    return true;
  } catch (error) {
    if (error instanceof StaleRevision) return false;
    throw error;
  }
}

async function noteRun({ store, now, newId }: Deps, counts: RetentionCounts): Promise<void> {
  const action = { action: 'retention.run', siteId: null, subject: 'service', data: { ...counts } };
  await store.audit.append(effectsOf({ at: now(), newId }, SYSTEM, action).audit);
}

/** Deletes what is old once a day, in one process of the service: the one that takes the day. Called as often as one likes. */
export function createRetention(deps: Deps): { run: () => Promise<void>; stop: () => void } {
  let isStopped = false;
  return {
    async run() {
      const last = await deps.store.maintenance.fact(RETENTION_RUN);
      const now = deps.now();
      const since = now - Number(last ?? 0);
      // A time in the future was written before the clock was set back.
      if (since >= 0 && since < DAY) return;
      if (!(await deps.store.backup.replaceFact(RETENTION_RUN, last, String(now)))) return;
      try {
        await deleteOld(deps, () => isStopped);
      } catch (error) {
        await deps.store.backup.replaceFact(RETENTION_RUN, String(now), last ?? '0');
        throw error;
      }
    },
    stop() {
      isStopped = true;
    },
  };
}
