/** What is not needed to read: loaded after the first paint, at the latest when the reader turns to the box. */
export { createActs } from '../acts.ts';
export { followPage } from '../follow-page.ts';
export { zhCNLate } from '../i18n/zh-CN-late.ts';
export { default as lateCss } from '../late.css';
export { Appeal } from './appeal.tsx';
export { Background } from './background.tsx';
export { Composer } from './composer.tsx';
export { More } from './more.tsx';
export { OnItsWay } from './on-its-way.tsx';
export { Pill } from './pill.tsx';
export { Refusal } from './refusal.tsx';
export { Tower } from './tower.tsx';
export { Unsent } from './unsent.tsx';
