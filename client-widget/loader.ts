/**
 * embed.js: finds its own script tag and the place for the comments, loads the rest from where it came
 * from, and offers `window.Liangju` and `<liangju-comments>`.
 */
import { openChunks } from './chunks.ts';
import type { Api, Options, Widget } from './embed.d.ts';
import { keepTrying } from './keep-trying.ts';
import { OPTION_NAMES, optionsOf } from './page-options.ts';
import { subscribe, openWidget } from './widget.ts';

/** The version of the files beside this one. */
declare const VERSION: string;

/** The first run of embed.js on a page serves all of it; later runs pass their tag and version to it. */
interface Registry extends Api {
  run(tag: HTMLScriptElement | null, version: string): void;
}

const tag =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="embed.js"][data-site]');

function openRegistry(before: Partial<Api>): Registry {
  const service = new URL('.', tag?.src ?? location.href).href.replace(/\/$/, '');
  const widgets = new Map<Element, ReturnType<typeof openWidget>>();
  const everywhere = {};
  const trust = {};
  const seen = new Set<HTMLScriptElement | null>();
  const forAll: Partial<Options> = {};
  let siteOfPage = '';
  let counting: Promise<() => Promise<void>> | null = null;
  const { load, rename } = openChunks(service, VERSION, () => {
    for (const widget of widgets.values()) widget.restart();
  });

  function start(own: HTMLScriptElement): void {
    const { site, target } = own.dataset;
    if (!site) return;
    siteOfPage ||= site;
    const place = document.querySelector(target || '#liangju');
    if (place !== null) registry.mount(place, optionsOf(own));
    // Where counts.js ran first it has fetched the numbers.
    if (!before.counts && document.querySelector('[data-liangju-count]') !== null) keepTrying(registry.counts);
  }

  const registry: Registry = {
    mount(place, options) {
      if (!place) throw new TypeError('Liangju.mount: there is no such element');
      widgets.get(place)?.destroy();
      const widget = openWidget(
        place,
        { ...options, ...forAll },
        {
          ...{ service, load, everywhere, trust },
          onEnd: () => widgets.delete(place),
        },
      );
      widgets.set(place, widget);
      return widget;
    },
    destroy() {
      for (const widget of widgets.values()) widget.destroy();
    },
    setTheme(theme) {
      forAll.theme = theme;
      for (const widget of widgets.values()) widget.setTheme(theme);
    },
    on: (event, handler) => subscribe(everywhere, event, handler),
    async counts(site = siteOfPage) {
      counting ??= before.counts ? Promise.resolve(before.counts) : load('counts').then(({ openCounts }) => openCounts(site, service));
      counting.catch(() => {
        counting = null;
      });
      await (await counting)();
    },
    q: before.q ?? [],
    run(own, version) {
      rename(version);
      if (own === null || seen.has(own)) return;
      seen.add(own);
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => start(own));
      else start(own);
    },
  };
  return registry;
}

const known: Partial<Registry> = window.Liangju ?? {};
if (known.run) known.run(tag, VERSION);
else {
  const registry = openRegistry(known);
  window.Liangju = registry;

  class LiangjuComments extends HTMLElement {
    static readonly observedAttributes = OPTION_NAMES.flatMap((name) => [name, `data-${name}`]);
    private widget: Widget | null = null;

    connectedCallback(): void {
      this.attributeChangedCallback();
    }

    attributeChangedCallback(): void {
      const options = optionsOf(this);
      if (!this.isConnected || !options.site) return;
      if (this.widget === null) this.widget = registry.mount(this, options);
      else this.widget.update(options);
    }

    disconnectedCallback(): void {
      // An element that is moved within the page is connected again at once.
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.widget?.destroy();
        this.widget = null;
      });
    }
  }
  if (!customElements.get('liangju-comments')) customElements.define('liangju-comments', LiangjuComments);

  const { q } = registry;
  q.push = (...calls) => {
    // Each call runs by itself: one that throws does not stop the others.
    for (const call of calls) queueMicrotask(() => call(registry));
    return 0;
  };
  q.push(...q);
  registry.run(tag, VERSION);
  document.dispatchEvent(new CustomEvent('liangju:ready', { bubbles: true, detail: registry }));
}
