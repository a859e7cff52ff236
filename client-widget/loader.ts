/**
 * embed.js: finds its own script tag and the place for the comments, loads the rest from where it came
 * from, fills counts, and offers `window.Liangju` and `<liangju-comments>`.
 */
import type {} from './api.ts';
import type { Options, Widget } from './options.ts';

declare const APP_CHUNKS: readonly [string, ...string[]];
declare const COUNTS_CHUNK: string;

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="embed.js"][data-site]');
const service = new URL('.', script?.src ?? location.href).href.replace(/\/$/, '');
const mounted = new Map<Element, Widget>();
/** Applied to every box of the page, also to those that come later. */
const wishes: ((widget: Widget) => void)[] = [];

async function mount(place: Element, options: Options): Promise<Widget> {
  // Room for what comes, so that the page does not jump.
  if (place instanceof HTMLElement && place.style.minHeight === '') place.style.minHeight = '240px';
  const [entry, ...others] = APP_CHUNKS;
  // What the entry imports is asked for together with it, not after it.
  for (const other of others) void import(`${service}/${other}`);
  const app: typeof import('./mount.tsx') = await import(`${service}/${entry}`);
  mounted.get(place)?.destroy();
  const widget = app.mount(place, options, service);
  mounted.set(place, widget);
  for (const wish of wishes) wish(widget);
  return widget;
}

function optionsOf(element: HTMLElement): Options {
  const read = (name: string): string | undefined => element.dataset[name] ?? element.getAttribute(name) ?? undefined;
  const [thread, url, title, lang] = [read('thread'), read('url'), read('title'), read('lang')];
  return { site: read('site') ?? '', thread, url, title, lang, theme: read('theme'), view: read('view'), sort: read('sort') };
}

function start(own: HTMLScriptElement): void {
  const { site, target } = own.dataset;
  if (site === undefined || site === '') return;
  let place = document.querySelector(target ?? '#liangju');
  if (place === null && target === undefined) {
    place = document.createElement('div');
    own.after(place);
  }
  if (place !== null) void mount(place, optionsOf(own));
  if (document.querySelector('[data-liangju-count]') !== null) {
    void import(`${service}/${COUNTS_CHUNK}`).then(({ fillCounts }: typeof import('./counts.ts')) => fillCounts(site, service));
  }
}

function forAll(wish: (widget: Widget) => void): void {
  wishes.push(wish);
  for (const widget of mounted.values()) wish(widget);
}

window.Liangju = {
  mount,
  destroy() {
    for (const widget of mounted.values()) widget.destroy();
    mounted.clear();
  },
  setTheme: (theme) => forAll((widget) => widget.setTheme(theme)),
  on: (event, hear) => forAll((widget) => void widget.on(event, hear)),
};

class LiangjuComments extends HTMLElement {
  private widget: Promise<Widget> | null = null;

  connectedCallback(): void {
    const options = optionsOf(this);
    if (options.site !== '') this.widget ??= mount(this, options);
  }

  disconnectedCallback(): void {
    void this.widget?.then((widget) => {
      widget.destroy();
      mounted.delete(this);
    });
    this.widget = null;
  }
}
if (customElements.get('liangju-comments') === undefined) customElements.define('liangju-comments', LiangjuComments);

if (script !== null) {
  const own = script;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => start(own));
  else start(own);
}
