/** What `say.ts` gives, for the screens beside the desk: all words, which are loaded with the first of these screens. */
export { allWords as words, changeLang, fill, wordOf } from './texts.ts';
