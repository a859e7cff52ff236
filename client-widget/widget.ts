/** A comment box as the page holds it: usable at once, also while its code is being loaded. */
import { type Lang, langOf } from '../client-shared/language.ts';
import type { Options, Widget, WidgetEvents } from './embed.d.ts';
import { FAILED } from './i18n/failed.ts';
import { type Attempts, keepTrying } from './keep-trying.ts';
import { mergeOptions, type PageOptions } from './page-options.ts';
import type { Emit } from './types/controller.ts';
import type { BoxEnvironment, MountedBox } from './types/environment.ts';

/** The page’s handlers, by event. */
export type Handlers = { [E in keyof WidgetEvents]?: Set<(detail: WidgetEvents[E]) => void> };

/** Adds a handler; gives the function that removes it. */
export function subscribe<E extends keyof WidgetEvents>(to: Handlers, event: E, handler: (detail: WidgetEvents[E]) => void): () => void {
  const handlers: Set<(detail: WidgetEvents[E]) => void> = to[event] ?? new Set();
  Object.assign(to, { [event]: handlers });
  handlers.add(handler);
  return () => void handlers.delete(handler);
}

/** What a box needs of the page's registry. */
interface Registry {
  service: string;
  load: BoxEnvironment['load'];
  /** Listeners for the events of every box. */
  everywhere: Handlers;
  trust: BoxEnvironment['trust'];
  /** The box has ended. */
  onEnd: () => void;
}

/** Shows a button that tries again, where nothing else is shown. */
function showFailure(shadow: ShadowRoot, lang: Lang, again: () => void): void {
  const button = document.createElement('button');
  button.textContent = FAILED[lang];
  button.onclick = () => {
    button.remove();
    again();
  };
  if (!shadow.hasChildNodes()) shadow.append(button);
}

/**
 * Opens a box, which can also be shown anew by the newest code. Over 80 lines: all its functions share where the box is
 * between loading, shown and over, and each file more makes embed.js longer.
 * @throws DOMException for an element that cannot have a shadow tree
 */
export function openWidget(place: Element, given: Options, registry: Registry): Widget & { restart(): void } {
  const { service, load, everywhere, trust, onEnd } = registry;
  const options: PageOptions = {};
  const own: Handlers = {};
  const shadow = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  const style = place instanceof HTMLElement ? place.style : null;
  const attempts = new Set<Attempts>();
  let box: MountedBox | null = null;
  let turn = 0;
  let wasConnected = place.isConnected;
  let isOver = false;

  const emit: Emit = (event, detail) => {
    // Each handler runs by itself: one that throws stops neither the others nor the box.
    for (const handler of [...(own[event] ?? []), ...(everywhere[event] ?? [])]) queueMicrotask(() => handler(detail));
  };

  function close(): void {
    turn++;
    for (const one of attempts) one.end();
    attempts.clear();
    box?.destroy();
    box = null;
    shadow.replaceChildren();
  }

  function destroy(): void {
    if (isOver) return;
    isOver = true;
    close();
    if (style !== null) style.minHeight = '';
    onEnd();
  }

  function endIfGone(): void {
    if (place.isConnected) wasConnected = true;
    else if (wasConnected) destroy();
  }

  function keep(attempt: () => Promise<unknown>): Attempts {
    const one = keepTrying(async () => {
      endIfGone();
      if (!isOver) await attempt();
    });
    attempts.add(one);
    return one;
  }

  function restart(): void {
    close();
    const mine = turn;
    // Options that the page sets in the same moment start the box once.
    queueMicrotask(() => {
      if (mine !== turn) return;
      const lang = langOf(options.lang || document.documentElement.lang);
      const opening = keep(async () => {
        try {
          const [app, language] = await Promise.all([load('app'), lang === 'zh-CN' ? null : load(lang)]);
          if (mine !== turn) return;
          const texts = language?.texts ?? null;
          const opened = app.mount(place, shadow, { options, service, lang, texts, emit, load, keepTrying: keep, trust, endIfGone });
          // Meanwhile the place may have left the page, or the options may have changed.
          if (mine === turn) box = opened;
          else opened.destroy();
        } catch (error) {
          if (mine === turn) showFailure(shadow, lang, () => opening.now());
          throw error;
        }
      });
    });
  }

  function update(more: Partial<Options>): void {
    const rest = (): string => JSON.stringify({ ...options, theme: 0, sso: 0 });
    const before = rest();
    mergeOptions(options, more);
    box?.applyOptions();
    if (!isOver && rest() !== before) restart();
  }

  // The place is as high as a small box from the start, so that the page does not jump.
  if (style !== null) style.minHeight ||= '240px';
  mergeOptions(options, given);
  restart();
  return {
    ready: new Promise((resolve) => subscribe(own, 'ready', resolve)),
    setTheme: (theme) => update({ theme }),
    setSso: (sso) => update({ sso }),
    update,
    on: (event, handler) => subscribe(own, event, handler),
    destroy,
    restart,
  };
}
