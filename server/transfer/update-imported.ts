import { eventsOfChange } from '../domain/change-events.ts';
import type { Comment, Id, Ms } from '../domain/types.ts';
import type { ImportOrigin } from '../domain/imports.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import type { CommentPatch } from '../store/port-comments.ts';
import type { MadeComment } from './make-comment.ts';

export interface UpdateDeps {
  store: Pick<Store, 'comments' | 'imports'>;
  now: () => Ms;
  newId: () => Id;
}

/**
 * Takes over what the source says of a comment now. What people have changed here stays as it is: then nothing is done but
 * that the votes of the source follow.
 * @returns did the comment become another?
 */
export async function updateImported(deps: UpdateDeps, made: MadeComment): Promise<boolean> {
  const { store } = deps;
  const { comment: wanted, votes } = made.row;
  const there = (await store.comments.get([wanted.id])).get(wanted.id);
  const origin = (await store.imports.origins([wanted.id])).get(wanted.id);
  if (there === undefined || origin === undefined || there.status === 'purged' || there.siteId !== wanted.siteId) return false;
  if (isTouched(there, origin, made)) return false;
  const patch = patchOf(there, made);
  const changed = patch === null ? there : await changeUnlessTouched(deps, there, patch);
  if (changed === null) return false;
  const { revision, status } = changed;
  await store.imports.changeOrigin(wanted.id, { fingerprint: made.fingerprint, revision, status, votes });
  return patch !== null || votes.up !== there.votes.up || votes.down !== there.votes.down;
}

/** Has somebody here edited or decided it? Not when it is already what the source says: then an earlier run was ended in between. */
function isTouched(there: Comment, { revision }: ImportOrigin, { row: { comment } }: MadeComment): boolean {
  if (there.revision === revision) return false;
  const isSame = there.status === comment.status && there.content?.body === comment.content?.body && there.lastDecision === null;
  return there.revision !== revision + 1 || !isSame;
}

/** What has to change; null: nothing but votes. */
function patchOf(there: Comment, { row: { comment } }: MadeComment): CommentPatch | null {
  const { status, content, published, editedAt, removedFrom, reason, textHash, pinned, featured, review, author } = comment;
  const isSame =
    there.status === status &&
    there.content?.html === content?.html &&
    there.editedAt === editedAt &&
    there.pinned === pinned &&
    there.featured === featured;
  if (isSame) return null;
  return { status, content, published, editedAt, removedFrom, reason, textHash, pinned, featured, review, author };
}

async function changeUnlessTouched({ store, now, newId }: UpdateDeps, there: Comment, patch: CommentPatch): Promise<Comment | null> {
  const events = eventsOfChange(there, { ...there, ...patch }, { now: now(), newId });
  try {
    return await store.comments.change(there.id, there.revision, patch, { events, audit: [] });
  } catch (error) {
    if (error instanceof StaleRevision) return null;
    throw error;
  }
}
