/**
 * The file `own.js`: the panel with the reader's own comments, profile and data, loaded when the reader opens it. The first import
 * puts what it shares with the box into the first file (late-entry.ts); what it needs of the late parts it gets from the box.
 */
import './mount.tsx';

export { OwnPanel } from './own/panel.tsx';
