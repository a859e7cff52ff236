import type { Options, Theme, Widget, WidgetEvents } from './options.ts';

declare global {
  interface Window {
    Liangju?: Api;
  }
}

/** What a page can do with its comment boxes: `window.Liangju`. */
export interface Api {
  /** Puts a comment box into an element. */
  mount(place: Element, options: Options): Promise<Widget>;
  /** Takes every box off the page. */
  destroy(): void;
  setTheme(theme: Theme): void;
  /** Hears what happens in every box, also in those that come later. */
  on<E extends keyof WidgetEvents>(event: E, hear: (news: WidgetEvents[E]) => void): void;
}
