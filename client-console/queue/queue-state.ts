import type { z } from 'zod';
import type { ClaimView, DecisionResult, QueueAnswer, QueueItem } from '../../contract/moderation.ts';

export type Claim = z.infer<typeof ClaimView>;

/** How far the first page of a list is. */
export type ListPhase = 'loading' | 'ready' | 'failed';

/** What a card shows about itself beside its comment. A `settled` one can no longer be decided. */
export type CardNote =
  | { kind: 'stale'; settled: true; by: DecisionResult['decidedBy'] | null }
  | { kind: 'gone'; settled: true }
  | { kind: 'changed' | 'ownAppeal'; settled: false }
  | { kind: 'refused'; settled: false; detail: string | null };

/** An element where a card has left, as high as the card was, so that nothing moves under a pointer. */
export interface Placeholder {
  item: QueueItem;
  /** Why the card left, where a colleague was the reason. */
  note: CardNote | null;
  /** The row above it; null at the top. */
  after: string | null;
}

/** What the queue screen shows. */
export interface QueueState {
  items: readonly QueueItem[];
  /** Cases that came in meanwhile; they are shown when the moderator asks, so that nothing moves under their eyes. */
  fresh: readonly QueueItem[];
  /** The elements where cards have left, until neither pointer nor focus is on them. */
  placeholders: readonly Placeholder[];
  /** The latest moment at which a case was opened that was seen here; '' before any was. */
  latestOpened: string;
  nextCursor: string | null;
  /** The card that keys act on. */
  focused: string | null;
  selected: ReadonlySet<string>;
  /** Where a range of selected cards begins. */
  anchor: string | null;
  notes: ReadonlyMap<string, CardNote>;
  phase: ListPhase;
}

export const EMPTY_QUEUE: QueueState = {
  items: [],
  fresh: [],
  placeholders: [],
  latestOpened: '',
  nextCursor: null,
  focused: null,
  selected: new Set(),
  anchor: null,
  notes: new Map(),
  phase: 'loading',
};

/** Where a case that came in belongs: held back on top, at the end, or on a later page. */
export type InsertPosition = 'fresh' | 'end' | 'later';

export type QueueEvent =
  | { type: 'loading' }
  | { type: 'failed' }
  /** A page of the list; `apart` are ids that must not come back by it: being decided, or passed on. */
  | { type: 'page'; page: QueueAnswer; isFirst: boolean; apart: ReadonlySet<string> }
  /** The beginning of the list as it is now, after live events were missed; `position`: where what came in belongs. */
  | { type: 'caughtUp'; page: QueueAnswer; apart: ReadonlySet<string>; position: InsertPosition }
  /** A case came in; `position`: where it belongs: held back, at the end, or nowhere yet. */
  | { type: 'added'; item: QueueItem; position: InsertPosition }
  | { type: 'freshShown' }
  | { type: 'left'; ids: ReadonlySet<string> }
  /** Placeholders go: all of them, or those with neither pointer nor focus on them. */
  | { type: 'placeholdersRemoved'; ids: ReadonlySet<string> | 'all' }
  /** Cards come back to where they stood in `order`; `focus` when the moderator asked for it. */
  | { type: 'returned'; items: readonly { item: QueueItem; note: CardNote | null }[]; order: readonly string[]; focus: boolean }
  /** A card that is shown is brought up to date. */
  | { type: 'changed'; item: QueueItem; note: CardNote | null }
  /** A colleague decided: the card that the moderator reads stays with a note, others go. */
  | { type: 'settled'; id: string; note: CardNote; stays: boolean }
  | { type: 'claimed'; ids: readonly string[]; claim: Claim | null }
  /** Claims whose time is over are none any more; `now` in ms. */
  | { type: 'claimsEnded'; now: number }
  | { type: 'focused'; id: string }
  | { type: 'moved'; by: 1 | -1 }
  | { type: 'toggled'; id: string }
  | { type: 'rangeTo'; id: string }
  | { type: 'selectionCleared' };

export const idOf = (item: QueueItem): string => item.comment.id;

/** Is this case free for `me`, without a colleague's claim? */
export const isFreeFor = (me: string, { claim }: QueueItem): boolean => claim === null || claim.staff.id === me;
