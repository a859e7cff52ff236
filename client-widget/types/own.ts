import type { FunctionComponent } from 'preact';

export interface OwnPanelProps {
  /** The panel is closed: nothing of it is on the screen any more. */
  onClose: () => void;
}

/** What the file `own.js` holds: the panel in which readers see what is theirs. */
export interface OwnPart {
  OwnPanel: FunctionComponent<OwnPanelProps>;
}
