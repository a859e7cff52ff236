/** counts.js: the numbers of comments on pages without a comment box, such as lists of articles. */
import { openCounts } from './counts.ts';
import type { Api } from './embed.d.ts';
import { keepTrying } from './keep-trying.ts';

const page: { Liangju?: Partial<Api> | undefined } = window;
const tag =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="counts.js"][data-site]');
const site = tag?.dataset.site;
if (tag && site) {
  // Where embed.js has run, its function is used; where it runs later, it takes this one over.
  page.Liangju ??= { q: [] };
  page.Liangju.counts ??= openCounts(site, new URL('.', tag.src).href.replace(/\/$/, ''));
  const { counts } = page.Liangju;
  keepTrying(() => counts(site));
}
