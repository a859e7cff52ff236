import type { Catalogue } from './catalogue.ts';
import { desk } from './zh-TW/desk.ts';
import { lists } from './zh-TW/lists.ts';
import { reviewerTexts } from './zh-TW/reviewers.ts';
import { screens } from './zh-TW/screens.ts';
import { sitePages } from './zh-TW/site-pages.ts';
import { terms } from './zh-TW/terms.ts';

/** What moderators see, in Taiwan’s Chinese. */
export const zhTW: Catalogue = { ...desk, ...terms, ...screens, ...lists, ...sitePages, ...reviewerTexts };
