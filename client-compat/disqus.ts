/** `/compat/disqus.js`: a box in `#disqus_thread`, by `disqus_config`; `DISQUS.reset` for pages that change without loading. */
import { openBox, type Wish } from './box.ts';
import { elementOf, textOf, whenRead } from './page.ts';
import { disqusAddress } from './disqus-page.ts';
import { scriptFacts } from './script.ts';
import { openService } from './service.ts';

/** What a page sets in `disqus_config`, as `this`. */
interface DisqusConfig {
  page: Record<string, unknown>;
  language?: unknown;
  callbacks: Record<string, unknown>;
}

declare global {
  interface Window {
    disqus_config?: unknown;
    /** The older way, without a function. */
    disqus_url?: unknown;
    disqus_identifier?: unknown;
    disqus_title?: unknown;
  }
}

const service = openService(scriptFacts(/\/compat\/disqus\.js/));

/** What the page says of itself. @param config a function that sets it; left out: the page's own */
function readConfig(config: unknown = window.disqus_config): DisqusConfig {
  const read: DisqusConfig = {
    page: { url: window.disqus_url, identifier: window.disqus_identifier, title: window.disqus_title },
    callbacks: {},
  };
  if (typeof config === 'function') config.call(read);
  return read;
}

function callAll(callbacks: unknown, detail?: unknown): void {
  if (!Array.isArray(callbacks)) return;
  for (const callback of callbacks) if (typeof callback === 'function') queueMicrotask(() => callback(detail));
}

function start(config?: unknown): void {
  const el = elementOf('#disqus_thread');
  if (el === null) return;
  const { page, language, callbacks } = readConfig(config);
  const address = disqusAddress(page.url, page.identifier);
  const lang = textOf(language)?.replace('_', '-');
  const wish: Wish = { thread: address, url: address, title: textOf(page.title), lang };
  const box = openBox(service, el, wish, 'auto');
  box.on('ready', () => callAll(callbacks.onReady));
  box.on('posted', ({ id }) => callAll(callbacks.onNewComment, { id, text: '' }));
}

const DISQUS = {
  /** The page is another one now. */
  reset({ config }: { reload?: boolean; config?: unknown } = {}): void {
    start(config);
  },
};
Object.assign(window, { DISQUS });
whenRead(
  () => elementOf('#disqus_thread') !== null,
  () => start(),
);
