import type { FunctionComponent } from 'preact';
import type { CommentView } from '../../contract/comment.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import type { Sending } from '../state.ts';
import type { Actions } from './actions.ts';
import type { Controller } from './controller.ts';

/** What `followPage` needs of a box. */
export interface FollowPageInput {
  controller: Controller;
  place: Element;
  /** Gives the box the theme of the page as it is now. */
  setTheme: () => void;
  /** Ends the box when its place has left the document. */
  endIfGone: () => void;
}

export interface BackgroundProps {
  status: string;
}

export interface ComposerProps {
  parentId: string | null;
  rootId: string | null;
  /** The name of the author that is answered. */
  to?: string;
  /** The comment that is edited, with its text as it was typed. */
  edit?: { id: string; body: string };
  isInline?: boolean;
  /** The reader was in the plain field that it takes over. */
  isTouched?: boolean;
  onClose?: () => void;
}

export interface MoreProps {
  comment: CommentView;
  isMine: boolean;
  mayChange: boolean;
}

/** What the file `late.js` holds: what a reader needs after the first comments are shown. */
export interface LateParts {
  createActions(controller: Controller): Actions;
  followPage(input: FollowPageInput): () => void;
  /** The address of a comment below an article: `threadUrl` is the article's, `page` that of the page which is open. */
  linkTo(id: string, threadUrl: string, page: string): string;
  /** Scrolls to a comment of this thread, which is fetched where it is not on the page, and gives it the focus. */
  goTo(controller: Controller, root: () => HTMLElement | null, id: string): Promise<void>;
  zhCNLate: LateCatalogue;
  lateCss: string;
  Appeal: FunctionComponent<{ comment: CommentView }>;
  Background: FunctionComponent<BackgroundProps>;
  Composer: FunctionComponent<ComposerProps>;
  Decision: FunctionComponent<{ comment: CommentView }>;
  More: FunctionComponent<MoreProps>;
  Pill: FunctionComponent;
  Refusal: FunctionComponent;
  SendingComment: FunctionComponent<{ sending: Sending }>;
  Top: FunctionComponent;
  Tower: FunctionComponent<{ comment: CommentView }>;
  Unsent: FunctionComponent;
}

/** The late parts with the texts that they show. */
export type LoadedParts = LateParts & { t: LateCatalogue };
