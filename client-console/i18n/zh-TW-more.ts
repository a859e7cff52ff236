import type { MoreTexts } from './catalogue.ts';
import { answerTexts } from './zh-TW/answers.ts';
import { exportTexts } from './zh-TW/exports.ts';
import { importTexts } from './zh-TW/imports.ts';
import { lists } from './zh-TW/lists.ts';
import { reviewerTexts } from './zh-TW/reviewers.ts';
import { settings } from './zh-TW/settings.ts';
import { signInTexts } from './zh-TW/sign-in.ts';
import { settingTexts } from './zh-TW/site-settings.ts';
import { sitePages } from './zh-TW/site-pages.ts';
import { staffTexts } from './zh-TW/staff.ts';
import { threadMoves } from './zh-TW/thread-moves.ts';
import { webhookTexts } from './zh-TW/webhooks.ts';

/** What the screens beside the desk say, in Taiwan’s Chinese. */
export const zhTWMore: MoreTexts = {
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
