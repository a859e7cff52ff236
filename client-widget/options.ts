/** What a page may say about the comment box it embeds; what is not understood is taken as left out. */
export interface Options {
  site: string;
  /** Names the thread; the page's canonical address when left out. */
  thread?: string | undefined;
  url?: string | undefined;
  title?: string | undefined;
  /** `zh-CN`, `zh-TW` or `en`; the page's own language when left out. */
  lang?: string | undefined;
  /** `light`, `dark` or `auto`. */
  theme?: string | undefined;
  /** `nested` or `tower`. */
  view?: string | undefined;
  /** `hot`, `newest` or `oldest`; the site's default when left out. */
  sort?: string | undefined;
}

export type Theme = 'light' | 'dark' | 'auto';

/** What the page hears: `on(event, fn)`. */
export interface WidgetEvents {
  ready: { count: number };
  posted: { id: string; status: string };
  count: { count: number };
}

/** Tells the page of something. */
export type Tell = <E extends keyof WidgetEvents>(event: E, news: WidgetEvents[E]) => void;

/** A mounted comment box. */
export interface Widget {
  destroy(): void;
  setTheme(theme: Theme): void;
  /** Hears an event; gives a function that stops hearing it. */
  on<E extends keyof WidgetEvents>(event: E, hear: (news: WidgetEvents[E]) => void): () => void;
}

/** The options after every default. */
export interface Settled {
  /** Where the service is, without a slash at its end. */
  service: string;
  site: string;
  thread: { key: string; url: string; title: string };
  lang: 'zh-CN' | 'zh-TW' | 'en';
  theme: Theme;
  view: 'nested' | 'tower';
  sort: 'hot' | 'newest' | 'oldest' | null;
}
