import { fillBadges } from './badges.ts';
import { openBox, type Box, type Wish } from './box.ts';
import { followDark } from './dark.ts';
import { elementOf, elementsOf, pageOf, textOf, whenRead } from './page.ts';
import { type Service, reportUnused } from './service.ts';

type ArtalkOptions = Record<string, unknown>;
type Handler = (detail?: unknown) => void;

/** What is looked at, and what only named the old server. */
const KNOWN = ['el', 'pageKey', 'pageTitle', 'darkMode', 'locale', 'countEl', 'statPageKeyAttr', 'server', 'site', 'useBackendConf'];
const BADGES = '.artalk-comment-count, #ArtalkCount';

function wishOf({ pageKey, pageTitle, locale }: ArtalkOptions): Wish {
  const lang = textOf(locale);
  return { ...pageOf(pageKey), title: textOf(pageTitle), lang: lang === 'auto' ? undefined : lang };
}

/** What Artalk's client offers to themes, on our box. */
export function createArtalk(service: Service) {
  /** Fills numbers of comments. */
  function loadCountWidget({ server, pageKey, countEl, statPageKeyAttr }: ArtalkOptions = {}): void {
    const attribute = textOf(statPageKeyAttr) ?? 'data-page-key';
    const places = elementsOf(textOf(countEl) ?? BADGES);
    fillBadges(service, places, (place) => place.getAttribute(attribute) ?? pageKey, server);
  }

  /** Opens a box where the page has a place for it. @param given as in the theme's settings */
  function init(given: ArtalkOptions = {}) {
    const options: ArtalkOptions = { ...given };
    reportUnused('Artalk', options, KNOWN);
    const handlers = new Map<string, Set<Handler>>();
    let box: Box | null = null;
    let isOver = false;
    let endDark = (): void => {};

    function trigger(event: string, detail?: unknown): void {
      for (const handler of handlers.get(event) ?? []) queueMicrotask(() => handler(detail));
    }

    function start(): void {
      const el = elementOf(options.el);
      if (el !== null && !isOver) {
        box = openBox(service, el, wishOf(options), 'auto', options.server);
        endDark = followDark(box, options.darkMode);
        box.on('ready', () => {
          for (const event of ['mounted', 'list-fetched', 'list-loaded']) trigger(event, []);
        });
        box.on('posted', (detail) => {
          for (const event of ['editor-submitted', 'comment-inserted']) trigger(event, detail);
        });
      }
      loadCountWidget(options);
    }

    const instance = {
      ctx: { get: () => ({ getCommentNodes: () => [], getComments: () => [] }), conf: options, trigger },
      getConf: () => options,
      getEl: () => box?.el ?? null,
      update(more: ArtalkOptions = {}) {
        Object.assign(options, more);
        box?.update(wishOf(options));
        if ('darkMode' in more) instance.setDarkMode(more.darkMode);
        return instance;
      },
      /** Our box is always up to date. */
      reload(): void {},
      setDarkMode(wish: unknown): void {
        endDark();
        if (box !== null) endDark = followDark(box, wish);
        else options.darkMode = wish;
      },
      on(event: string, handler: Handler): void {
        handlers.set(event, (handlers.get(event) ?? new Set()).add(handler));
      },
      off(event: string, handler: Handler): void {
        handlers.get(event)?.delete(handler);
      },
      trigger,
      destroy(): void {
        isOver = true;
        endDark();
        box?.destroy();
        box = null;
        trigger('unmounted');
      },
    };
    whenRead(() => elementOf(options.el) !== null, start);
    return instance;
  }

  /** Themes for the module make an object of it. */
  function Artalk(options?: ArtalkOptions) {
    return init(options);
  }
  const statics = { init, loadCountWidget, use: (): void => {}, Defaults: {} };
  return { ...statics, default: Object.assign(Artalk, statics) };
}
