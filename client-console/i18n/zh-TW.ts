import type { Catalogue } from './catalogue.ts';
import { desk } from './zh-TW/desk.ts';
import { screens } from './zh-TW/screens.ts';
import { terms } from './zh-TW/terms.ts';

/** What moderators see at the desk, in Taiwan’s Chinese. */
export const zhTW: Catalogue = { ...desk, ...terms, ...screens };
