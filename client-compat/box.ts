import type { Options, Theme, Widget, WidgetEvents } from '../client-widget/embed.d.ts';
import { type Service, report } from './service.ts';

/** What a theme says of a box, in our words. */
export type Wish = { [N in 'thread' | 'url' | 'title' | 'lang' | 'sort']?: string | undefined };

/** A box of a theme's: it can be used at once, also while the service is being asked. */
export interface Box {
  /** Where the theme wants it. */
  readonly el: Element;
  isOver(): boolean;
  update(wish: Wish): void;
  setTheme(theme: Theme): void;
  on<E extends keyof WidgetEvents>(event: E, call: (detail: WidgetEvents[E]) => void): void;
  destroy(): void;
}

/** The boxes of the page by the element that was named; a second one in the same element takes its place. */
const open = new WeakMap<Element, Box>();

/**
 * Opens a box inside an element, in place of what stands there.
 * @param server the option that was the old server's address, which may name the site
 */
export function openBox(service: Service, el: Element, wish: Wish, theme: Theme, server?: unknown): Box {
  open.get(el)?.destroy();
  // In an element of its own: a theme may fill its own anew, and not every element can have a shadow tree.
  const place = document.createElement('div');
  el.replaceChildren(place);
  const wasConnected = place.isConnected;
  const options: Partial<Options> = { ...wish, theme };
  const waiting: ((widget: Widget) => void)[] = [];
  let widget: Widget | null = null;
  let isOver = false;

  const box: Box = {
    el,
    isOver: () => isOver || (wasConnected && !place.isConnected),
    update(more) {
      Object.assign(options, more);
      widget?.update(more);
    },
    setTheme(wanted) {
      options.theme = wanted;
      widget?.setTheme(wanted);
    },
    on(event, call) {
      if (widget === null) waiting.push((made) => made.on(event, call));
      else widget.on(event, call);
    },
    destroy() {
      isOver = true;
      widget?.destroy();
      place.remove();
      if (open.get(el) === box) open.delete(el);
    },
  };
  open.set(el, box);

  async function mount(): Promise<void> {
    const [site, boxes] = await Promise.all([service.site(server), service.boxes()]);
    if (box.isOver()) return;
    widget = boxes.mount(place, { ...options, site });
    for (const call of waiting) call(widget);
  }
  mount().catch((error: unknown) => report(`the comment box could not be opened: ${String(error)}`, 'warn'));
  return box;
}
