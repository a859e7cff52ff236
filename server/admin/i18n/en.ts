import type { Catalogue } from './catalogue.ts';
import { desk } from './en/desk.ts';
import { lists } from './en/lists.ts';
import { reviewerTexts } from './en/reviewers.ts';
import { screens } from './en/screens.ts';
import { sitePages } from './en/site-pages.ts';
import { terms } from './en/terms.ts';

/** What moderators see, in English. */
export const en: Catalogue = { ...desk, ...terms, ...screens, ...lists, ...sitePages, ...reviewerTexts };
