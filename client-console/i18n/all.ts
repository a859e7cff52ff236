/** What `say.ts` gives, for the screens beside the desk: all words, which are loaded with the first of these screens. */
export { allTexts as words, changeLang, formatText, labelOf } from './texts.ts';
