import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReaderView } from '../../contract/account.ts';
import type { OwnCatalogue } from '../i18n/own/zh-CN.ts';

/** What every part of the panel may use. */
export interface Panel {
  t: OwnCatalogue;
  /** The reader; null until that is known. */
  reader: ReaderView | null;
  setReader: (reader: ReaderView) => void;
  /** Shows a sentence at the foot of the panel, which screen readers read out. */
  announce: (sentence: string) => void;
  /** The sentence for what went wrong. Where it was that the reader's token is no longer valid, the panel ends. */
  sentenceOf: (error: unknown) => string;
  /** The browser belongs to nobody any more: shows this sentence instead of all else. */
  end: (sentence: string) => void;
  close: () => void;
}

export const PanelContext = createContext<Panel | null>(null);

/** The panel of this component. */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('a part outside of its panel');
  return panel;
}
