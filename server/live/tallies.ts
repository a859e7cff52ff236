import { newEvent } from '../domain/effects.ts';
import type { NewEvent } from '../domain/events.ts';
import type { Comment, CommentId, Id, Ms, Tally } from '../domain/types.ts';

/** A comment's votes are published once in this time at most, however many come in. */
const EVERY: Ms = 1_000;

type Voted = Pick<Comment, 'id' | 'siteId' | 'threadId'>;

export interface Tallies {
  /** Notes a new tally of a comment. */
  tallied(comment: Voted, votes: Tally): void;
  /** Publishes what is noted. */
  stop(): Promise<void>;
}

/** Gathers tallies, so that a thousand votes are one event; what is stored is exact at every moment. */
export function createTallies(deps: {
  append: (events: NewEvent[]) => Promise<void>;
  now: () => Ms;
  newId: () => Id;
  onError: (error: unknown) => void;
}): Tallies {
  const noted = new Map<CommentId, { comment: Voted; votes: Tally }>();
  let timer: NodeJS.Timeout | undefined;
  let publishing: Promise<void> = Promise.resolve();

  async function publish(): Promise<void> {
    timer = undefined;
    const entries = [...noted.values()];
    noted.clear();
    if (entries.length === 0) return;
    const making = { at: deps.now(), newId: deps.newId };
    await deps
      .append(
        entries.map(({ comment: { id, siteId, threadId }, votes: { up, down } }) =>
          newEvent(making, { type: 'comment.votes', channel: `thread:${threadId}`, siteId, data: { commentId: id, up, down } }),
        ),
      )
      .catch(deps.onError);
  }

  return {
    tallied(comment, votes) {
      noted.set(comment.id, { comment, votes });
      timer ??= setTimeout(() => {
        publishing = publishing.then(publish);
      }, EVERY);
    },
    async stop() {
      clearTimeout(timer);
      await publishing;
      await publish();
    },
  };
}
