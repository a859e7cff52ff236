import { render } from 'preact';
import { createController } from './controller.ts';
import { catalogueOf } from './i18n/say.ts';
import type { Options, Tell, Theme, Widget, WidgetEvents } from './options.ts';
import { App } from './parts/app.tsx';
import { avatarCss } from './parts/avatar.tsx';
import type { Late } from './parts/context.ts';
import { settle } from './settle.ts';
import css from './style.css';

type Hearers = { readonly [E in keyof WidgetEvents]: Set<(news: WidgetEvents[E]) => void> };

let sheet: CSSStyleSheet | null = null;
let lateSheet: CSSStyleSheet | null = null;

function sheetOf(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/**
 * Puts the comment box into an element of the page, in a shadow tree of its own. The live connection comes
 * after the first paint.
 */
export function mount(place: Element, options: Options, service: string): Widget {
  const settled = settle(options, service, {
    address: location.href,
    canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href,
    title: document.title,
    lang: document.documentElement.lang,
  });
  const hearers: Hearers = { ready: new Set(), posted: new Set(), count: new Set() };
  const tell: Tell = (event, news) => {
    for (const hear of hearers[event]) hear(news);
  };
  const controller = createController(settled, tell);
  const shadow = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  sheet ??= sheetOf(css + avatarCss);
  const early = sheet;
  shadow.adoptedStyleSheets = [early];
  const root = document.createElement('div');
  root.className = 'liangju';
  root.lang = settled.lang;
  shadow.replaceChildren(root);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  let wish = settled.theme;
  setTheme(wish);
  let unfollow: (() => void) | null = null;
  let isDestroyed = false;
  let late: Promise<Late> | null = null;

  function setTheme(theme: Theme): void {
    wish = theme;
    const isDark = theme === 'dark' || (theme === 'auto' && darkness.matches);
    root.dataset.theme = isDark ? 'dark' : 'light';
  }
  const onDarkness = (): void => setTheme(wish);
  darkness.addEventListener('change', onDarkness);

  /** Gets the parts that come after the first paint; a failure is tried again by whoever asks next. */
  function loadLate(): Promise<Late> {
    late ??= fetchLate().catch((error: unknown) => {
      late = null;
      throw error;
    });
    return late;
  }

  async function fetchLate(): Promise<Late> {
    const parts = await import('./parts/late.ts');
    const words = await parts.lateCatalogueOf(settled.lang);
    lateSheet ??= sheetOf(parts.lateCss);
    shadow.adoptedStyleSheets = [early, lateSheet];
    controller.acts = parts.createActs(controller);
    void controller.acts.resend();
    return { ...parts, t: words };
  }

  async function start(): Promise<void> {
    await controller.load();
    if (isDestroyed || controller.state.phase === 'blocked') return;
    if ('requestIdleCallback' in window) requestIdleCallback(() => void goLive(), { timeout: 2_000 });
    else setTimeout(() => void goLive(), 300);
  }

  async function goLive(): Promise<void> {
    // The writing half knows what to make of news.
    const [{ follow }] = await Promise.all([import('./live.ts'), loadLate()]);
    if (!isDestroyed) unfollow = follow(controller);
  }

  // What is drawn while the first page is on its way must not wait for it.
  void catalogueOf(settled.lang).then((t) => isDestroyed || render(<App controller={controller} t={t} loadLate={loadLate} />, root));
  void start();

  return {
    destroy() {
      isDestroyed = true;
      unfollow?.();
      darkness.removeEventListener('change', onDarkness);
      controller.destroy();
      render(null, root);
      root.remove();
    },
    setTheme,
    on(event, hear) {
      hearers[event]?.add(hear);
      return () => void hearers[event]?.delete(hear);
    },
  };
}
