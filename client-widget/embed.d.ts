/**
 * What a page can say to the comment box and ask of it. Served at `/embed.d.ts`; in the package as `liangju/embed`.
 */

/** What a page may say about a comment box; what is not understood is taken as left out. */
export interface Options {
  /** The site, as it was made in the console. */
  site: string;
  /** Names the thread; the page's canonical address when left out. */
  thread?: string | number | null | undefined;
  /** Where the article is; the page's canonical address when left out. */
  url?: string | URL | null | undefined;
  /** What the article is called; the page's title when left out. */
  title?: string | null | undefined;
  /** `zh-CN`, `zh-TW` or `en`; the page's own language when left out. */
  lang?: string | null | undefined;
  /** `light`, `dark` or `auto`: as the page looks, which is also what is taken when it is left out. */
  theme?: string | null | undefined;
  /** `nested` (when left out) or `tower`. */
  view?: string | null | undefined;
  /** `hot`, `newest` or `oldest`; the site's own order when left out. */
  sort?: string | null | undefined;
  /** Signs the reader in whom the website knows; blank: nobody is signed in there. */
  sso?: Sso | undefined;
}

/**
 * A token that the website's server has signed for its reader (docs/members.md), or a function that gets one, which is
 * called again when the last one is over or was refused. Blank or null: nobody is signed in.
 */
export type Sso = string | null | (() => string | null | undefined | Promise<string | null | undefined>);

export type Theme = 'light' | 'dark' | 'auto';

/** What `on(event, listener)` reports. */
export interface WidgetEvents {
  /** The comments are on the page for the first time. */
  ready: { count: number };
  /** The reader's comment has reached the server; `status` is `published` or `pending`. */
  posted: { id: string; status: string };
  /** The number of public comments is known, or has changed. */
  count: { count: number };
  /** Somebody has signed in or out in this browser; `id` is null while nobody is known here. Of sites that sign readers in. */
  reader: { id: string | null; isMember: boolean };
}

/** A comment box. It can be used at once, also while its code is on the way. */
export interface Widget {
  /** Fulfilled when the comments are on the page; waits for ever where they cannot be shown. */
  readonly ready: Promise<WidgetEvents['ready']>;
  setTheme(theme: Theme): void;
  /** Signs a reader of the website in, or out with null. The box stays as it is, and what was typed is kept. */
  setSso(sso: Sso): void;
  /** Changes what the page says of the box, and shows it anew where more than the theme has changed. What was typed is kept. */
  update(options: Partial<Options>): void;
  /** Calls a listener on every such event; gives a function that ends it. */
  on<E extends keyof WidgetEvents>(event: E, listener: (detail: WidgetEvents[E]) => void): () => void;
  /** Takes the box off the page, or ends its loading. Called by itself when its element leaves the document. */
  destroy(): void;
}

/** `window.Liangju`. */
export interface Api {
  /** Puts a comment box into an element, in place of the one that is there. @throws TypeError without an element. */
  mount(element: Element, options: Options): Widget;
  /** Takes every box off the page. */
  destroy(): void;
  /** Of every box, also of those that come later. */
  setTheme(theme: Theme): void;
  /** Calls a listener on every such event of every box, also of those that come later; gives a function that ends it. */
  on<E extends keyof WidgetEvents>(event: E, listener: (detail: WidgetEvents[E]) => void): () => void;
  /** Fills all `data-liangju-count` of the page again. @param site that of the script when left out */
  counts(site?: string): Promise<void>;
  /**
   * Functions pushed here are called with this object: at once, or when the script has come, for which
   * `window.Liangju = window.Liangju || { q: [] }` stands in before.
   */
  readonly q: ((liangju: Api) => void)[];
}

declare global {
  interface Window {
    /** There when embed.js has run: then `liangju:ready` is dispatched on the document. */
    Liangju?: Api;
  }
}
