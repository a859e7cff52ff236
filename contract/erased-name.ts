import type { Lang } from './problem.ts';

/** What is shown for an author who was erased, whose name is empty. */
export const ERASED_NAME: Readonly<Record<Lang, string>> = { 'zh-CN': '已注销用户', 'zh-TW': '已註銷使用者', en: 'Deleted user' };
