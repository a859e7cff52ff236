import type { Catalogue } from './catalogue.ts';
import { desk } from './en/desk.ts';
import { screens } from './en/screens.ts';
import { terms } from './en/terms.ts';

/** What moderators see at the desk, in English. */
export const en: Catalogue = { ...desk, ...terms, ...screens };
