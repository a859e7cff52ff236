import { createContext } from 'preact';
import { useContext, useLayoutEffect, useReducer } from 'preact/hooks';
import type { Catalogue } from '../i18n/zh-CN.ts';
import type { State } from '../state.ts';
import type { Controller } from '../types/controller.ts';
import type { LoadedParts } from '../types/late-parts.ts';

/** The comment that is answered or edited right now; an edit with the text as it was typed. */
export type Open = { kind: 'reply'; id: string } | { kind: 'edit'; id: string; body: string };

/** What every component of the box may use. */
export interface Box {
  controller: Controller;
  t: Catalogue;
  /** Shows a sentence in the status line, which screen readers read out. */
  announce: (sentence: string) => void;
  open: Open | null;
  setOpen: (open: Open | null) => void;
  /** The parts that come after the first paint; null until they are there. */
  late: LoadedParts | null;
  /** Runs an action that needs the late parts, once they are there; the status line shows its failure. */
  attempt: (action: (late: LoadedParts) => Promise<void> | void) => void;
  /** The whole box, once it is drawn. */
  root: () => HTMLElement | null;
}

export const BoxContext = createContext<Box | null>(null);

/** The box of this component. */
export function useBox(): Box {
  const box = useContext(BoxContext);
  if (box === null) throw new Error('a part outside of its box');
  return box;
}

/** May this reader write here? Not where comments are closed, and as a guest only where the site takes guests. */
export const mayWrite = ({ state: { thread, site }, token, members }: Controller): boolean =>
  thread?.closed !== true && (members?.mayWrite() ?? (site?.guests !== false || token() !== null));

/** The state, drawn anew when it changes. */
export function useShown(controller: Controller): State {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => controller.subscribe(() => draw(0)), [controller]);
  return controller.state;
}
