/** What is not needed to read: loaded after the first paint, at the latest when the reader turns to the box. */
export { createActs } from '../acts.ts';
export { followPage } from '../follow-page.ts';
export { zhCNLate } from '../i18n/zh-CN-late.ts';
export { default as lateCss } from '../late.css';
export { Appeal } from './appeal.tsx';
export { Composer } from './composer.tsx';
export { Menu } from './menu.tsx';
export { OnItsWay } from './on-its-way.tsx';
export { Permalink } from './permalink.tsx';
export { Pill } from './pill.tsx';
export { Refusal } from './refusal.tsx';
export { ReportDialog } from './report-dialog.tsx';
export { Tower } from './tower.tsx';
