import { Problem } from '../domain/problem.ts';
import type { Job } from '../domain/jobs.ts';
import type { Id, Ms, Reader, ReaderId, Site } from '../domain/types.ts';
import type { JobHandler } from '../jobs/worker.ts';
import { NotFound, type Store } from '../store/port.ts';
import { SSO } from '../domain/members.ts';
import { holderOf } from './guest.ts';

/** So much of each kind goes over at once: other writes wait for no more. */
const AT_ONCE = 200;
/** Most authors of an import that are one person. */
const MOST_IMPORTED = 50;

export interface JoinDeps {
  store: Pick<Store, 'readers' | 'jobs'>;
  now: () => Ms;
  newId: () => Id;
  /** Is called when there is a new job. */
  wakeJobs: () => void;
}

/** What came of it: whether all is moved, and of how many guests. */
export interface Joined {
  done: boolean;
  guests: number;
}

/**
 * What the guest of a token has becomes the member's; much of it in the background.
 * @throws Problem `not-allowed` for a caller who is a guest; `invalid-request` for a token that is no guest's of this site.
 */
export async function joinGuest(deps: JoinDeps, member: Reader, guestToken: string): Promise<Joined> {
  requireMember(member);
  const guest = (await holderOf(deps, guestToken))?.reader;
  if (guest?.kind !== 'guest' || guest.siteId !== member.siteId) throw noGuest();
  return { done: await begin(deps, guest.id, member), guests: 1 };
}

/**
 * What authors of an import have who are this member: by an address that was vouched for, and by the id of the site's own
 * sign-on where the site says that the file's are the same.
 * @throws Problem `not-allowed` for a caller who is a guest.
 */
export async function joinImported(deps: JoinDeps, site: Site, member: Reader): Promise<Joined> {
  requireMember(member);
  const identities = site.settings.sso.claimsImported ? await deps.store.readers.identitiesOf(member.id) : [];
  const authors = await deps.store.readers.importedAuthors({
    siteId: site.id,
    emailHash: member.emailVerified ? member.emailHash : null,
    sourceId: identities.find(({ way }) => way === SSO)?.subject ?? null,
    limit: MOST_IMPORTED,
  });
  let done = true;
  for (const { id } of authors) done = (await begin(deps, id, member)) && done;
  return { done, guests: authors.length };
}

function requireMember({ kind }: Reader): void {
  if (kind !== 'member') throw new Problem('not-allowed');
}

const noGuest = (cause?: unknown): Problem =>
  new Problem('invalid-request', { errors: [{ path: 'readerToken', message: 'no guest of this site' }], cause });

/** The first part at once; where that is not all, the rest as a job. Gives whether it was all. */
async function begin(deps: JoinDeps, from: ReaderId, { id: into, siteId }: Reader): Promise<boolean> {
  const now = deps.now();
  try {
    if ((await deps.store.readers.join(from, into, AT_ONCE, now)).isDone) return true;
  } catch (error) {
    // It went to another member at this very moment.
    if (error instanceof NotFound) throw noGuest(error);
    throw error;
  }
  const job: Job = {
    ...{ id: deps.newId(), siteId, kind: 'join', state: 'waiting', input: { from, into } },
    ...{ progress: { done: 0, total: 0 }, result: null, place: null, by: 'system', createdAt: now, updatedAt: now },
  };
  await deps.store.jobs.create(job, { events: [], audit: [] });
  deps.wakeJobs();
  return false;
}

/** Does the rest of a join; begun anew it goes on where it was. */
export function joinHandler({ store, now }: Pick<JoinDeps, 'store' | 'now'>): JobHandler {
  return async ({ input }, { progress }) => {
    const { from, into } = input;
    if (typeof from !== 'string' || typeof into !== 'string') return { steps: 0 };
    for (let steps = 1; ; steps++) {
      const step = await store.readers.join(from, into, AT_ONCE, now()).catch((error: unknown) => {
        // The member was erased meanwhile, and the guest with them.
        if (error instanceof NotFound) return null;
        throw error;
      });
      if (step === null) return { steps };
      await progress(steps * AT_ONCE, 0);
      if (step.isDone) return { steps };
    }
  };
}
