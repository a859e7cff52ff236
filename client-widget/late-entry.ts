/**
 * The file `late.js`: what is not needed to read comments. It is loaded after the first paint, at the latest when the
 * reader turns to the box. The first import puts all that the first comments need into one file, which compresses better
 * than two: nothing of it is set apart for what both files use.
 */
import './mount.tsx';

export { createActions } from './actions.ts';
export { followPage } from './follow-page.ts';
export { zhCNLate } from './i18n/zh-CN-late.ts';
export { default as lateCss } from './late.css';
export { Appeal } from './parts/appeal.tsx';
export { Background } from './parts/background.tsx';
export { Composer } from './parts/composer.tsx';
export { Decision } from './parts/decision.tsx';
export { More } from './parts/more.tsx';
export { SendingComment } from './parts/sending-comment.tsx';
export { Pill } from './parts/pill.tsx';
export { Refusal } from './parts/refusal.tsx';
export { linkTo } from './parts/copy.ts';
export { goTo } from './parts/permalink.tsx';
export { Top } from './parts/top.tsx';
export { Tower } from './parts/tower.tsx';
export { Unsent } from './parts/unsent.tsx';
