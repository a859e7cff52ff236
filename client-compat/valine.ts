/** `/compat/valine.js`: `new Valine({el, path, lang, …})`, and numbers in `.valine-comment-count`. */
import { fillBadges } from './badges.ts';
import { openBox, type Box } from './box.ts';
import { addressOf, elementOf, elementsOf, pageOf, textOf, whenRead } from './page.ts';
import { scriptFacts } from './script.ts';
import { openService, reportUnused } from './service.ts';

const service = openService(scriptFacts(/\/compat\/valine(?:\.min)?\.js/i));
/** What is looked at, and what only named the old store. */
const KNOWN = ['el', 'path', 'lang', 'appId', 'appKey', 'app_id', 'app_key', 'serverURLs'];

/** Valine leaves the name of a folder's page out of its paths. */
const withoutIndex = (path: unknown): string => addressOf(path).replace(/\/index\.html?(?=$|[?#])/, '/');

class Valine {
  static readonly version = '1.5.3';
  private box: Box | null = null;

  constructor(options?: Record<string, unknown>) {
    if (options) this.init(options);
  }

  /** Opens the box where the page has a place for it, and fills numbers in any case. */
  init(options: Record<string, unknown> = {}): this {
    reportUnused('Valine', options, KNOWN);
    const place = (): Element | null => elementOf(options.el, 'last');
    whenRead(
      () => place() !== null,
      () => {
        const el = place();
        const wish = { ...pageOf(options.path, withoutIndex(options.path)), lang: textOf(options.lang) };
        if (el !== null) this.box = openBox(service, el, wish, 'auto', options.serverURLs);
        fillBadges(
          service,
          elementsOf('.valine-comment-count'),
          (badge) => withoutIndex(badge.dataset.xid ?? badge.getAttribute('id')),
          options.serverURLs,
        );
      },
    );
    return this;
  }

  setPath(path: unknown): this {
    this.box?.update(pageOf(path, withoutIndex(path)));
    return this;
  }
}

Object.assign(window, { Valine });
