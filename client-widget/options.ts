/** What a page may say about the comment box it embeds. */
export interface Options {
  site: string;
  /** Names the thread; the page's canonical address when left out. */
  thread?: string | undefined;
  url?: string | undefined;
  title?: string | undefined;
  lang?: string | undefined;
  theme?: 'light' | 'dark' | 'auto' | undefined;
  view?: 'nested' | 'tower' | undefined;
  sort?: 'hot' | 'newest' | 'oldest' | undefined;
  /** A token that the site has signed for its own member. */
  sso?: string | undefined;
}

/** What the page hears: `on(event, fn)`. */
export interface WidgetEvents {
  ready: { count: number };
  posted: { id: string; status: string };
  count: { count: number };
}

/** A mounted comment box. */
export interface Widget {
  destroy(): void;
  setTheme(theme: 'light' | 'dark' | 'auto'): void;
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
  theme: 'light' | 'dark' | 'auto';
  view: 'nested' | 'tower';
  sort: 'hot' | 'newest' | 'oldest' | null;
}
