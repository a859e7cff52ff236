import { ERASURE_CHOICES, type ErasureChoice, HELD_KINDS } from '../domain/enumerations.ts';
import { newEvent } from '../domain/effects.ts';
import type { Job, JobFacts } from '../domain/jobs.ts';
import { erasedMark } from '../domain/own-data.ts';
import type { Comment, Id, Ms, ReaderId, SiteId } from '../domain/types.ts';
import type { JobHandler } from '../jobs/worker.ts';
import type { OwnDataDeps } from './deps.ts';
import { eraseComment } from './erase-comment.ts';

/** Done at a time, between two notes of progress. */
const STEP = 100;
/**
 * What the store was writing at that moment is stored by then. A post that takes longer, as its reviewers do, is not stored
 * at all: the store refuses comments of who is erased.
 */
const SETTLED_AFTER: Ms = 3_000;
/** So often in a row a comment may be changed by others before the job gives up. */
const MOST_STALE = 200;

export interface EraseDeps extends OwnDataDeps {
  forget: (comment: Comment) => void;
  /** Notes beside the store that a reader is erased. */
  noteErased: (readerId: ReaderId, facts: { comments: ErasureChoice; at: Ms }) => Promise<void>;
  /** Waits, ms. */
  pause: (ms: Ms) => Promise<void>;
}

type Note = (done: number) => Promise<void>;

/** Takes a step of it after the other; begun anew at any place it comes to the same. */
export function eraseHandler(deps: EraseDeps): JobHandler {
  return async (job, { progress }): Promise<JobFacts> => {
    const { readerId, comments: asked } = job.input;
    const choice = ERASURE_CHOICES.find((one) => one === asked);
    if (typeof readerId !== 'string' || choice === undefined) return { why: 'gone' };
    const noted = new Set<ReaderId>();
    /** The reader, and who went to them, also while a join is under way: the same person. */
    const selves = async (): Promise<ReaderId[]> => {
      const ids = [readerId, ...(await deps.store.personal.joinedInto(readerId))];
      for (const id of ids) {
        if (noted.has(id)) continue;
        await deps.noteErased(id, { comments: choice, at: job.createdAt });
        noted.add(id);
      }
      return ids;
    };
    const eraseAll = async (): Promise<void> => {
      for (const id of await selves()) await eraseOnce(deps, { readerId: id, siteId: job.siteId, choice }, note);
    };
    let done = job.progress.done;
    const note: Note = async (more) => {
      done += more;
      await progress(done, 0);
    };
    await eraseAll();
    // A post of theirs may have been under way when the token died.
    const wait = Math.max(0, Math.min(SETTLED_AFTER, job.createdAt + SETTLED_AFTER - deps.now()));
    await deps.pause(wait);
    await eraseAll();
    while (!(await deps.store.personal.endErasure(readerId))) await eraseAll();
    const facts = { type: 'reader.erased' as const, channel: `site:${job.siteId}` as const, siteId: job.siteId, data: { readerId } };
    await deps.store.events.append([newEvent({ at: deps.now(), newId: deps.newId }, facts)]);
    return { done };
  };
}

interface Erased {
  readerId: ReaderId;
  siteId: SiteId;
  choice: ErasureChoice;
}

async function eraseOnce(deps: EraseDeps, { readerId, siteId, choice }: Erased, note: Note): Promise<void> {
  for (const kind of HELD_KINDS) {
    for (;;) {
      const ids: Id[] = Array.from({ length: STEP }, deps.newId);
      const handled = await deps.store.personal.detach({ siteId, readerId, kind, ids });
      await note(handled);
      if (handled < ids.length) break;
    }
  }
  let stale = 0;
  for (;;) {
    const { items } = await deps.store.comments.byReader({ readerId, limit: STEP });
    if (items.length === 0) return;
    for (const comment of items) {
      // Its origin and its earlier texts go first: a comment that is no longer theirs is not found again.
      await deps.store.personal.forgetBeside(comment.id);
      if (await eraseComment(deps, comment, choice)) stale = 0;
      else if (++stale > MOST_STALE) throw new Error('a comment is changed again and again');
    }
    await note(items.length);
  }
}

/** The job that erases a reader. */
export function erasureJob(
  making: { id: Id; now: Ms },
  of: { siteId: SiteId; readerId: ReaderId; comments: ErasureChoice; by: Job['by'] },
): Job {
  return {
    id: making.id,
    siteId: of.siteId,
    kind: 'erase',
    state: 'waiting',
    input: { readerId: of.readerId, comments: of.comments },
    progress: { done: 0, total: 0 },
    result: null,
    place: null,
    by: of.by,
    createdAt: making.now,
    updatedAt: making.now,
  };
}

/** The erasure as it is noted in the store. */
export const erasureOf = (readerId: ReaderId, comments: ErasureChoice, at: Ms) => ({ mark: erasedMark(readerId), comments, at });
