/** `/compat/waline.js` and `/compat/waline.mjs`: a module with named exports, and the global. */
import { moduleFacts } from './script.ts';
import { openService } from './service.ts';
import { createWaline } from './waline.ts';

const waline = createWaline(openService(moduleFacts(import.meta.url)));
Object.assign(window, { Waline: waline });

export const { init, commentCount, pageviewCount, RecentComments, UserList, defaultLocales, version } = waline;
