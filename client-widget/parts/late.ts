/** What is not needed to read: loaded after the first paint, at the latest when the reader turns to the box. */
export { createActs } from '../acts.ts';
export { lateCatalogueOf } from '../i18n/say-late.ts';
export { Composer } from './composer.tsx';
export { Menu } from './menu.tsx';
export { OnItsWay } from './on-its-way.tsx';
export { ReportDialog } from './report-dialog.tsx';
export { Tower } from './tower.tsx';
export { default as lateCss } from '../late.css';
