import { answerTexts } from './zh-CN/answers.ts';
import { exportTexts } from './zh-CN/exports.ts';
import { importTexts } from './zh-CN/imports.ts';
import { lists } from './zh-CN/lists.ts';
import { reviewerTexts } from './zh-CN/reviewers.ts';
import { settings } from './zh-CN/settings.ts';
import { signInTexts } from './zh-CN/sign-in.ts';
import { settingTexts } from './zh-CN/site-settings.ts';
import { sitePages } from './zh-CN/site-pages.ts';
import { staffTexts } from './zh-CN/staff.ts';
import { threadMoves } from './zh-CN/thread-moves.ts';
import { webhookTexts } from './zh-CN/webhooks.ts';

/** What the screens beside the desk say, in the mainland’s Chinese. */
export const zhCNMore = {
  ...lists,
  ...settings,
  ...sitePages,
  ...answerTexts,
  ...exportTexts,
  ...importTexts,
  ...reviewerTexts,
  ...signInTexts,
  ...staffTexts,
  ...threadMoves,
  ...webhookTexts,
  settingTexts,
};
