/** What `texts.ts` gives, for the screens beside the desk: all texts, which are loaded with the first of these screens. */
export { allTexts as texts, changeLang, labelOf } from './texts.ts';
