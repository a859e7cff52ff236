import type { PolicyHolder } from '../../client-shared/trusted-types.ts';
import type { CommentView } from '../../contract/comment.ts';
import type { WidgetEvents } from '../embed.d.ts';
import type { Sdk } from '../sdk.ts';
import type { State } from '../state.ts';
import type { Storage } from '../storage.ts';
import type { Actions } from './actions.ts';
import type { BoxSettings } from './settings.ts';

/** Publishes an event to the page. */
export type Emit = <E extends keyof WidgetEvents>(event: E, detail: WidgetEvents[E]) => void;

/** Does the work that the server asks of a newcomer's browser: gives the number that fits a challenge. */
export interface PuzzleSolver {
  solve(challenge: string, bits: number): Promise<string>;
}

/** What a site owes its readers to say: its terms, and when it answers. */
export interface Duties {
  /** Shows it in a place; nothing where there is nothing to say, or the place is gone. */
  show: { readonly [A in 'terms' | 'answerWithin']: (place: Element | null, controller: Controller) => Promise<void> | void };
}

/** Parts of the code that are loaded when they are needed. */
interface LoadedLater {
  duties: Duties;
  puzzle: PuzzleSolver;
}

/** How the list of comments is read. */
export interface ListReader {
  /** Fetches the list, again too; a failure shows where there is nothing else to show. @throws what may be otherwise at the next attempt. */
  load(): Promise<void>;
  /** Fetches the list in an order (null: the site's own) and what is the reader's own. @throws what the request throws. */
  fetchList(sort: State['sort'] | null): Promise<void>;
  /** Fetches what is the reader's own; null for a browser without a reader, and where it cannot be had. */
  fetchMe(): Promise<Pick<State, 'readerId' | 'votes' | 'own'> | null>;
  /** Fetches the list for the first time, until that succeeds. */
  start(onReady: () => void): void;
  /** Tries again at once. */
  retry(): void;
}

/** A comment box without its looks: what it shows, what this browser keeps of it, and what the reader can do. */
export interface Controller extends ListReader {
  readonly settings: BoxSettings;
  readonly sdk: Sdk;
  /** What this browser keeps for the site. */
  readonly kept: Storage;
  /** What this browser keeps for the thread. */
  readonly keptHere: Storage;
  /** The reader's token; null for a browser without a reader. */
  token(): string | null;
  emit: Emit;
  /** Loads a part of the code. */
  getCode<N extends keyof LoadedLater>(name: N): Promise<LoadedLater[N]>;
  readonly trust: PolicyHolder;
  set(next: State): void;
  redraw(): void;
  /** What the reader can do, once that part of the code is loaded. */
  actions: Actions | null;
  /** Called when this browser has become a reader. */
  onToken(): void;
  /** Called when the list has been fetched: live events since then are asked for. */
  onLoad(): void;
  readonly state: State;
  readonly isDestroyed: boolean;
  /** Calls a function after each change; gives what ends it. */
  subscribe(handler: () => void): () => void;
  draft(parentId: string | null): string;
  saveDraft(parentId: string | null, body: string): void;
  name(): string;
  isMine(comment: CommentView): boolean;
  destroy(): void;
}
