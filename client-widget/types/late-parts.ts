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
  zhCNLate: LateCatalogue;
  lateCss: string;
  Background: FunctionComponent<BackgroundProps>;
  Composer: FunctionComponent<ComposerProps>;
  Decision: FunctionComponent<{ comment: CommentView }>;
  More: FunctionComponent<MoreProps>;
  Pill: FunctionComponent;
  Refusal: FunctionComponent;
  SendingComment: FunctionComponent<{ sending: Sending }>;
  Tower: FunctionComponent<{ comment: CommentView }>;
  Unsent: FunctionComponent;
}

/** The late parts with the texts that they show. */
export type LoadedParts = LateParts & { t: LateCatalogue };
