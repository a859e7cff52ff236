import type { MoreTexts } from './catalogue.ts';
import { answerTexts } from './en/answers.ts';
import { exportTexts } from './en/exports.ts';
import { importTexts } from './en/imports.ts';
import { lists } from './en/lists.ts';
import { reviewerTexts } from './en/reviewers.ts';
import { settings } from './en/settings.ts';
import { signInTexts } from './en/sign-in.ts';
import { settingTexts } from './en/site-settings.ts';
import { sitePages } from './en/site-pages.ts';
import { staffTexts } from './en/staff.ts';
import { threadMoves } from './en/thread-moves.ts';
import { webhookTexts } from './en/webhooks.ts';

/** The texts of the screens beside the desk, in English. */
export const enMore: MoreTexts = {
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
