/** `/compat/waline.umd.js`: a plain script with the global `Waline`. */
import { scriptFacts } from './script.ts';
import { openService } from './service.ts';
import { createWaline } from './waline.ts';

Object.assign(window, { Waline: createWaline(openService(scriptFacts(/\/compat\/waline\.(?:umd|min)\.js/i))) });
