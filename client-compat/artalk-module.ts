/** `/compat/Artalk.mjs`: a module whose default export has `init` and can be made an object of. */
import { createArtalk } from './artalk.ts';
import { moduleFacts } from './script.ts';
import { openService } from './service.ts';

const artalk = createArtalk(openService(moduleFacts(import.meta.url)));

export const { init, use, loadCountWidget, Defaults } = artalk;
const { default: Artalk } = artalk;
export { Artalk, Artalk as default };
