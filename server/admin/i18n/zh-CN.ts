import { desk } from './zh-CN/desk.ts';
import { screens } from './zh-CN/screens.ts';
import { terms } from './zh-CN/terms.ts';

/** What moderators see, in the mainland’s Chinese. */
export const zhCN = { ...desk, ...terms, ...screens };
