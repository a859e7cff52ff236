import { render } from 'preact';
import { createController } from './controller.ts';
import { catalogueOf } from './i18n/say.ts';
import type { Options, Widget, WidgetEvents } from './options.ts';
import { App } from './parts/app.tsx';
import { avatarCss } from './parts/avatar.tsx';
import type { Late } from './parts/context.ts';
import { settle } from './settle.ts';
import css from './style.css';

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
  const settled = settle(options, service, document);
  const hearers = new Map<string, Set<(news: never) => void>>();
  const controller = createController(settled, (event, news) => {
    for (const hear of hearers.get(event) ?? []) hear(news as never);
  });
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

  function setTheme(theme: 'light' | 'dark' | 'auto'): void {
    wish = theme;
    const isDark = theme === 'dark' || (theme === 'auto' && darkness.matches);
    root.dataset.theme = isDark ? 'dark' : 'light';
  }
  const onDarkness = (): void => setTheme(wish);
  darkness.addEventListener('change', onDarkness);

  async function loadLate(): Promise<Late> {
    const parts = await import('./parts/late.ts');
    const late = { ...parts, t: await parts.lateCatalogueOf(settled.lang) };
    lateSheet ??= sheetOf(late.lateCss);
    if (controller.acts === null) {
      controller.acts = late.createActs(controller);
      void controller.acts.resend();
    }
    shadow.adoptedStyleSheets = [early, lateSheet];
    return late;
  }

  async function start(): Promise<void> {
    await controller.load();
    if (isDestroyed) return;
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
    on<E extends keyof WidgetEvents>(event: E, hear: (news: WidgetEvents[E]) => void) {
      const set = hearers.get(event) ?? new Set();
      hearers.set(event, set.add(hear));
      return () => void set.delete(hear);
    },
  };
}
