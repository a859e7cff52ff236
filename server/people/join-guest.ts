import { importId } from '../domain/ids.ts';
import { Problem } from '../domain/problem.ts';
import type { Job } from '../domain/jobs.ts';
import type { Id, Ms, Reader, ReaderId, Site } from '../domain/types.ts';
import type { JobHandler } from '../jobs/worker.ts';
import { NotFound, type Store } from '../store/port.ts';
import { type JoinStep, SSO } from '../domain/members.ts';
import { holderOf } from './guest.ts';

/** So much of each kind goes over at once: other writes wait for no more. */
const AT_ONCE = 200;
/** So many authors of an import go over in one call. */
const MOST_IMPORTED = 50;

export interface JoinDeps {
  store: Pick<Store, 'readers' | 'jobs'>;
  now: () => Ms;
  newId: () => Id;
  /** Is called when there is a new job. */
  wakeJobs: () => void;
}

/** What came of it: whether all is moved, and of how many guests. What is not goes on by itself, but for authors beyond `MOST_IMPORTED`. */
export interface Joined {
  done: boolean;
  guests: number;
}

/**
 * What the guest of a token has becomes the member's; much of it in the background. The same again, when the answer was lost, gives
 * how far that is: the guest's token has ended, but the job of the join is known by it.
 * @throws Problem `not-allowed` for a caller who is a guest; `invalid-request` for a token that is no guest's of this site.
 */
export async function joinGuest(deps: JoinDeps, member: Reader, guestToken: string): Promise<Joined> {
  requireMember(member);
  const jobId = jobIdOf(guestToken, member);
  const guest = (await holderOf(deps, guestToken))?.reader;
  if (guest === undefined) {
    const job = await deps.store.jobs.get(jobId);
    if (job === null) throw noGuest();
    return await again(deps, job);
  }
  if (guest.kind !== 'guest' || guest.siteId !== member.siteId) throw noGuest();
  const done = await begin(deps, guest.id, member, jobId);
  if (done === null) throw noGuest();
  return { done, guests: 1 };
}

/** The job of a guest's join to this very member, by which a repeat is known. The token cannot be found from it. */
const jobIdOf = (guestToken: string, { siteId, id, createdAt }: Reader): Id => importId(siteId, `join ${id}`, guestToken, createdAt);

/** The answer to a join that was begun before. */
async function again({ store, now }: JoinDeps, { input: { from, into } }: Job): Promise<Joined> {
  const step = await stepOf({ store, now }, String(from), String(into));
  if (step === null) throw noGuest();
  return { done: step.isDone, guests: 1 };
}

/**
 * What authors of an import have who are this member: by an address that is verified for the member and stands in the file, whether or
 * not the other system had verified it (no file says so), and by the id of the site's own sign-on where the site says that the file's
 * are the same. One who goes to another member at that moment is left out.
 * @returns not `done` also when there are more authors than go over in one call: the next one goes on.
 * @param isCount only how many there are, at most `MOST_IMPORTED`; nothing is moved.
 * @throws Problem `not-allowed` for a caller who is a guest.
 */
export async function joinImported(deps: JoinDeps, site: Site, member: Reader, isCount = false): Promise<Joined> {
  requireMember(member);
  const identities = site.settings.sso.claimsImported ? await deps.store.readers.identitiesOf(member.id) : [];
  const authors = await deps.store.readers.importedAuthors({
    siteId: site.id,
    emailHash: member.emailVerified ? member.emailHash : null,
    sourceId: identities.find(({ way }) => way === SSO)?.subject ?? null,
    limit: MOST_IMPORTED + 1,
  });
  if (isCount) return { done: authors.length === 0, guests: Math.min(authors.length, MOST_IMPORTED) };
  const outcomes: (boolean | null)[] = [];
  for (const { id } of authors.slice(0, MOST_IMPORTED)) outcomes.push(await begin(deps, id, member, deps.newId()));
  const begun = outcomes.filter((done) => done !== null);
  return { done: authors.length <= MOST_IMPORTED && begun.every(Boolean), guests: begun.length };
}

function requireMember({ kind }: Reader): void {
  if (kind !== 'member') throw new Problem('not-allowed');
}

const noGuest = (): Problem => new Problem('invalid-request', { errors: [{ path: 'readerToken', message: 'no guest of this site' }] });

/** A part of a join; null: the guest has gone to another member, or one of the two was erased. */
async function stepOf({ store, now }: Pick<JoinDeps, 'store' | 'now'>, from: ReaderId, into: ReaderId): Promise<JoinStep | null> {
  return store.readers.join(from, into, AT_ONCE, now()).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
}

/**
 * The first part at once; its job, which is stored before, does what is left, also of a process that ends in between.
 * @returns whether it was all; null: the guest has gone to another member.
 */
async function begin(deps: JoinDeps, from: ReaderId, { id: into, siteId }: Reader, jobId: Id): Promise<boolean | null> {
  const now = deps.now();
  const job: Job = {
    ...{ id: jobId, siteId, kind: 'join', state: 'waiting', input: { from, into } },
    ...{ progress: { done: 0, total: 0 }, result: null, place: null, by: 'system', createdAt: now, updatedAt: now },
  };
  await createOnce(deps, job);
  const step = await stepOf(deps, from, into);
  deps.wakeJobs();
  return step === null ? null : step.isDone;
}

/** Two calls for one join have one job. */
async function createOnce({ store }: JoinDeps, job: Job): Promise<void> {
  try {
    await store.jobs.create(job, { events: [], audit: [] });
  } catch (error) {
    if ((await store.jobs.get(job.id)) === null) throw error;
  }
}

/** Does the rest of a join; begun anew it goes on where it was. */
export function joinHandler(deps: Pick<JoinDeps, 'store' | 'now'>): JobHandler {
  return async ({ input }, { progress }) => {
    const { from, into } = input;
    if (typeof from !== 'string' || typeof into !== 'string') return { steps: 0 };
    for (let steps = 1; ; steps++) {
      const step = await stepOf(deps, from, into);
      if (step === null) return { steps };
      await progress(steps * AT_ONCE, 0);
      if (step.isDone) return { steps };
    }
  };
}
