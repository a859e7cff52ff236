import type { FunctionComponent } from 'preact';
import type { PolicyHolder } from '../../client-shared/trusted-types.ts';
import type { CommentView } from '../../contract/comment.ts';
import type { WidgetEvents } from '../embed.d.ts';
import type { PageOptions } from '../page-options.ts';
import type { Sdk } from '../sdk.ts';
import type { State } from '../state.ts';
import type { Storage } from '../storage.ts';
import type { Actions } from './actions.ts';
import type { Members } from './members.ts';
import type { ReportFile } from './report.ts';
import type { OwnPart } from './own.ts';
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

/** How the list of comments is read. */
export interface ListReader {
  /** Fetches the list, again too; a failure shows where there is nothing else to show. @throws what may be otherwise at the next attempt. */
  load(): Promise<void>;
  /** Fetches the list in an order (null: the site's own) and what is the reader's own. @throws what the request throws. */
  fetchList(sort: State['sort'] | null): Promise<void>;
  /** Fetches what is the reader's own; null for a browser without a reader, and where it cannot be had. */
  fetchMe(): Promise<Pick<State, 'readerId' | 'reader' | 'votes' | 'own'> | null>;
  /** Fetches the list for the first time, until that succeeds. */
  start(onReady: () => void): void;
  /** Tries again at once. */
  retry(): void;
}

/** What the file `members.js` holds. */
export interface MembersFile {
  /** Gives a box its `members`. @param place the element whose shadow tree holds the box */
  openMembers(controller: Controller, place: Element): void;
}

export interface VerifyProps {
  box: Controller;
  /** Opens an empty window; null where the browser does not. */
  openWindow: () => Window | null;
  announce: (sentence: string) => void;
}

/** What the file `verification.js` holds. */
export interface VerificationFile {
  /** The button by which a reader proves who they are. */
  readonly Verify: FunctionComponent<VerifyProps>;
}

/** The parts of the code that a box loads when they are needed. */
export interface BoxCode {
  puzzle: PuzzleSolver;
  members: MembersFile;
  report: ReportFile;
  own: OwnPart;
  duties: Duties;
  verification: VerificationFile;
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
  getCode<N extends keyof BoxCode>(name: N): Promise<BoxCode[N]>;
  /** What the page asks for now; the sign-on among it may change. */
  readonly options: PageOptions;
  /** What members need, on sites that sign readers in, once it is loaded. */
  members: Members | null;
  readonly trust: PolicyHolder;
  set(next: State): void;
  redraw(): void;
  /** What the reader can do, once that part of the code is loaded. */
  actions: Actions | null;
  /** Counts how often the reader has got another name, or become nobody, in another place than the composer: that begins anew. */
  generation: number;
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
