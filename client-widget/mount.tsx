import { render } from 'preact';
import { createController } from './controller.ts';
import { zhCN } from './i18n/zh-CN.ts';
import type { BoxEnvironment, MountedBox } from './types/environment.ts';
import { App } from './parts/app.tsx';
import { avatarCss } from './parts/avatar.tsx';
import type { LoadedParts } from './types/late-parts.ts';
import { resolveSettings, themeOf } from './resolve-settings.ts';
import css from './style.css';
import { applyTheme } from './theme.ts';

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Keeps keys that are typed into a field from the page, whose shortcuts would take letters for commands. */
function keepKeys(event: Event): void {
  if (event.target instanceof Element && event.target.matches('input, textarea')) event.stopPropagation();
}

/** The element that holds all of the box. */
function createRoot(lang: string): HTMLElement {
  const root = document.createElement('div');
  root.className = 'liangju';
  root.lang = lang;
  // The direction of its own language, whatever the page's is.
  root.dir = 'ltr';
  for (const type of ['keydown', 'keypress', 'keyup']) root.addEventListener(type, keepKeys);
  return root;
}

/** Puts the comment box into the shadow tree of an element. The live connection comes after the first paint. */
export function mount(place: Element, shadow: ShadowRoot, environment: BoxEnvironment): MountedBox {
  const settings = resolveSettings(environment, {
    address: location.href,
    canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href,
    title: document.title,
  });
  const controller = createController(settings, environment);
  const t = environment.texts ?? zhCN;
  const root = createRoot(settings.lang);
  shadow.adoptedStyleSheets = [sheetOf(css + avatarCss)];
  shadow.replaceChildren(root);
  let late: LoadedParts | null = null;
  let loading: Promise<LoadedParts> | null = null;
  let unfollow: (() => void)[] = [];
  let isDestroyed = false;

  const setTheme = (): void => applyTheme(root, place, themeOf(environment.options.theme));

  function draw(isIncomplete = false): void {
    if (!isDestroyed) render(<App {...{ controller, t, late, loadLate, isIncomplete }} />, root);
  }

  /** Gets the parts that come after the first paint; a failure shows, and the next call tries again. */
  function loadLate(): Promise<LoadedParts> {
    loading ??= fetchLate().catch((error: unknown) => {
      loading = null;
      draw(true);
      throw error;
    });
    return loading;
  }

  async function fetchLate(): Promise<LoadedParts> {
    const parts = await environment.load('late');
    const whole: LoadedParts = { ...parts, t: environment.texts ?? parts.zhCNLate };
    if (isDestroyed) return whole;
    late = whole;
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheetOf(parts.lateCss)];
    controller.actions = parts.createActions(controller);
    unfollow.push(parts.followPage({ controller, place, setTheme, endIfGone: environment.endIfGone }));
    draw();
    void controller.actions.resend();
    // The box may have left the page before the page was followed.
    environment.endIfGone();
    return whole;
  }

  async function goLive(): Promise<void> {
    // The writing half applies live events to the list.
    const [{ follow }] = await Promise.all([environment.load('live'), loadLate()]);
    if (!isDestroyed) unfollow.push(follow(controller));
  }

  setTheme();
  draw();
  controller.start(() => {
    const whenIdle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 300));
    whenIdle(() => isDestroyed || environment.keepTrying(goLive), { timeout: 2_000 });
  });

  return {
    applyOptions() {
      setTheme();
      controller.members?.takeSso();
    },
    destroy() {
      isDestroyed = true;
      for (const end of unfollow) end();
      unfollow = [];
      controller.destroy();
      render(null, root);
      root.remove();
      shadow.adoptedStyleSheets = [];
    },
  };
}
