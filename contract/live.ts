import type { CommentView } from './comment.ts';
import type { ClaimView, DecisionResult, QueueItem, StatsView } from './moderation.ts';
import type { z } from 'zod';

/** Live events of a thread, numbered in it without a gap. Names and meanings: the public contract. */
export type ThreadEvent =
  | { seq: number; type: 'comment.published'; comment: CommentView }
  | { seq: number; type: 'comment.edited'; comment: CommentView }
  | { seq: number; type: 'comment.removed'; id: string }
  | { seq: number; type: 'comment.votes'; id: string; up: number; down: number }
  | { seq: number; type: 'thread.updated'; closed: boolean; commentCount: number; title: string | null; url: string | null };

/** The answer to `join`. `missed` null: too far behind, fetch the list again. */
export type JoinAnswer = { ok: true; seq: number; online: number; missed: ThreadEvent[] | null } | { ok: false; code: string };

/** What a reader's browser may send on the namespace `/`. */
export interface ReaderToServer {
  /** `id`: the thread that `seq` is of, by its id; where the key leads to another by now, `missed` is null. */
  join: (request: { site: string; thread: string; id?: string; seq?: number; token?: string }, ack: (answer: JoinAnswer) => void) => void;
  leave: (ack?: () => void) => void;
}

/** What a reader's browser receives on `/`. `seq` is the number of the last event in the batch. */
export interface ServerToReader {
  events: (batch: { seq: number; events: ThreadEvent[] }) => void;
  online: (payload: { n: number }) => void;
  /** The author's own comment changed its state; sent to sockets that joined with the author's token. */
  mine: (payload: { comment: CommentView }) => void;
  /** The server is going away: reconnect after so many ms, elsewhere if there is an elsewhere. */
  reconnect: (payload: { after: number }) => void;
}

/** What a moderator's console receives on `/moderation`. */
export interface ServerToStaff {
  'queue.added': (payload: { item: QueueItem }) => void;
  'queue.claimed': (payload: { ids: string[]; claim: z.infer<typeof ClaimView> | null }) => void;
  'queue.decided': (
    payload: { id: string; action: string; by: { id: string; name: string } } & Pick<DecisionResult, 'status' | 'revision'>,
  ) => void;
  stats: (payload: StatsView) => void;
  /** Many more comments came than the thread is used to: newcomers wait there until then. */
  'thread.burst': (payload: { threadId: string; site: string; title: string; until: string }) => void;
}
