/**
 * embed.js: finds its own script tag and the place for the comments, loads the rest from where it came
 * from, fills counts, and offers `window.Liangju` and `<liangju-comments>`.
 */
import type { Options, Widget } from './options.ts';

declare const APP_CHUNK: string;
declare const COUNTS_CHUNK: string;
declare global {
  interface Window {
    Liangju?: Api;
  }
}

interface Api {
  mount(place: Element, options: Options): Promise<Widget>;
  destroy(): void;
  setTheme(theme: 'light' | 'dark' | 'auto'): void;
  on: (event: string, hear: (news: unknown) => void) => void;
}

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="embed.js"][data-site]');
const service = new URL('.', script?.src ?? location.href).href.replace(/\/$/, '');
const mounted: Widget[] = [];
const heard: [string, (news: unknown) => void][] = [];

async function mount(place: Element, options: Options): Promise<Widget> {
  // Room for what comes, so that the page does not jump.
  if (place instanceof HTMLElement && place.style.minHeight === '') place.style.minHeight = '240px';
  const app: typeof import('./mount.tsx') = await import(`${service}/${APP_CHUNK}`);
  const widget = app.mount(place, options, service);
  mounted.push(widget);
  for (const [event, hear] of heard) widget.on(event as 'ready', hear);
  return widget;
}

function optionsOf(element: HTMLElement): Options {
  const read = (name: string): string | undefined => element.dataset[name] ?? element.getAttribute(name) ?? undefined;
  const names = ['site', 'thread', 'url', 'title', 'lang', 'theme', 'view', 'sort', 'sso'];
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Options;
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

window.Liangju = {
  mount,
  destroy: () =>
    mounted.splice(0).forEach((widget) => {
      widget.destroy();
    }),
  setTheme: (theme) =>
    mounted.forEach((widget) => {
      widget.setTheme(theme);
    }),
  on(event, hear) {
    heard.push([event, hear]);
    for (const widget of mounted) widget.on(event as 'ready', hear);
  },
};

class LiangjuComments extends HTMLElement {
  private widget: Promise<Widget> | null = null;

  connectedCallback(): void {
    const options = optionsOf(this);
    if (options.site) this.widget ??= mount(this, options);
  }

  disconnectedCallback(): void {
    void this.widget?.then((widget) => widget.destroy());
    this.widget = null;
  }
}
if (customElements.get('liangju-comments') === undefined) customElements.define('liangju-comments', LiangjuComments);

if (script !== null) {
  const own = script;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => start(own));
  else start(own);
}
