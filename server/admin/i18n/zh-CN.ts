import { desk } from './zh-CN/desk.ts';
import { lists } from './zh-CN/lists.ts';
import { reviewerTexts } from './zh-CN/reviewers.ts';
import { screens } from './zh-CN/screens.ts';
import { sitePages } from './zh-CN/site-pages.ts';
import { terms } from './zh-CN/terms.ts';

/** What moderators see, in the mainland’s Chinese. */
export const zhCN = { ...desk, ...terms, ...screens, ...lists, ...sitePages, ...reviewerTexts };
