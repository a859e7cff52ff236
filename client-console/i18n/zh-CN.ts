import { desk } from './zh-CN/desk.ts';
import { screens } from './zh-CN/screens.ts';
import { terms } from './zh-CN/terms.ts';

/** What moderators see at the desk, in the mainland’s Chinese. */
export const zhCN = { ...desk, ...terms, ...screens };
