import type { CommentView } from '../../contract/comment.ts';
import type { ThreadEvent } from '../../contract/live.ts';
import type { ReasonCode } from '../../server/domain/decision-words.ts';
import type { Refused } from '../sdk.ts';
import type { State } from '../state.ts';

/** What is announced to the reader: loaded comments, a text that had waited and is sent, a decision on one of their own comments. */
export type Announcement = { kind: 'loaded'; count: number } | { kind: 'sent' | 'decided'; comment: CommentView };

/** Sends texts to the server, and gives them back to their fields. */
export interface Delivery {
  /**
   * Keeps the text under a key of its own, shows it as being sent, and sends it. Gives the comment, or null
   * when the text waits for a connection or was returned to its field.
   */
  post(input: { parentId: string | null; rootId: string | null; body: string; name: string; website: string }): Promise<CommentView | null>;
  /** Sends what waits again; `isWished`: the reader asked for it, and sees that it is under way. */
  resend(isWished?: boolean): Promise<void>;
  /** Gives up what waits: its text goes back to its field. */
  cancel(key: string): void;
  /** Puts a text into a field before what is typed there, with the sentence of a refusal where there was one. */
  giveBack(parentId: string | null, body: string, refusal?: Refused): void;
}

/** What readers do with their own comments. */
export interface OwnCommentActions {
  /** The text of an own comment as it was typed. */
  source(id: string): Promise<string>;
  edit(id: string, body: string): Promise<CommentView>;
  remove(id: string): Promise<void>;
}

/** What readers do with the comments of others. */
export interface VoteActions {
  /** Votes, or takes the same vote back; shown at once, corrected by the server's answer. */
  vote(id: string, value: 1 | -1): Promise<void>;
  report(id: string, reason: ReasonCode): Promise<void>;
}

/** How readers get more of the list. */
export interface ListActions {
  showFresh(): void;
  /** Puts the comments in another order. */
  sortBy(sort: State['sort']): Promise<void>;
  loadMore(): Promise<void>;
  loadReplies(root: CommentView): Promise<void>;
  /** Asks for changes, where no live events come. */
  askAgain(): Promise<void>;
}

/** How live events reach the list. */
export interface LiveActions {
  /** Applies events of the thread; false where an event before them is missing. */
  applyEvents(events: readonly ThreadEvent[]): boolean;
  /** Applies a change of one of the reader's own comments. */
  applyOwnComment(comment: CommentView): void;
}

/** Who the reader of this browser is. */
export interface ReaderActions {
  /** Keeps a token as that of this browser's reader, null for nobody, and shows what is that reader's own. */
  setReader(token: string | null): Promise<void>;
}

/** What a reader can do; each call throws what the server's answer throws. */
export interface Actions extends Delivery, ReaderActions, OwnCommentActions, VoteActions, ListActions, LiveActions {
  /** Sets what is called with each announcement. */
  onAnnouncement(announce: (announcement: Announcement) => void): void;
}
