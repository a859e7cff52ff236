/** `/compat/artalk.js` and `/compat/Artalk.js`: a plain script with the global `Artalk`, which is an object. */
import { createArtalk } from './artalk.ts';
import { scriptFacts } from './script.ts';
import { openService } from './service.ts';

Object.assign(window, { Artalk: createArtalk(openService(scriptFacts(/\/compat\/.*artalk(?:lite)?\.js/i))) });
