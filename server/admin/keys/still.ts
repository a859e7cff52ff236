/**
 * Keeps a press of the pointer from deciding what it was not meant for: a button that decides (`data-decides`) takes
 * none until it has stood still under the pointer for this long, ms.
 */
const STILL_FOR = 400;
/** Less is rounding, px. */
const MOVED = 2;

interface Standing {
  x: number;
  y: number;
  /** What is decided, and in which state: the attribute's value. */
  about: string;
  /** When it came to stand there, in the time of events. */
  since: number;
}

const BUTTONS = '[data-decides]';

const isInView = ({ top, bottom, width }: DOMRect): boolean => width > 0 && bottom > 0 && top < innerHeight;

/** Watches all buttons that decide; gives the way to end it. Keys and what is pressed by them are not kept back. */
export function guardPointer(): () => void {
  const standing = new WeakMap<Element, Standing>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Looks where the buttons are. `isOwn`: the moderator scrolls, and follows the buttons with their eyes. */
  const look = (isOwn: boolean): void => {
    const now = performance.now();
    let hasMoved = false;
    for (const button of document.querySelectorAll(BUTTONS)) {
      const place = button.getBoundingClientRect();
      const about = button.getAttribute('data-decides') ?? '';
      const before = standing.get(button);
      const isSame =
        before !== undefined &&
        before.about === about &&
        (isOwn || (Math.abs(before.x - place.x) < MOVED && Math.abs(before.y - place.y) < MOVED));
      const since = isSame ? before.since : now;
      standing.set(button, { x: place.x, y: place.y, about, since });
      hasMoved ||= !isSame && isInView(place);
    }
    if (!hasMoved) return;
    // Until then the buttons are open to no pointer: it would press what lies under them instead.
    document.documentElement.dataset.moving = '';
    clearTimeout(timer);
    timer = setTimeout(() => delete document.documentElement.dataset.moving, STILL_FOR);
  };

  const onClick = (event: MouseEvent): void => {
    if (event.detail === 0 || !(event.target instanceof Element)) return;
    const before = standing.get(event.target.closest(BUTTONS) ?? document.body);
    if (before === undefined || event.timeStamp - before.since >= STILL_FOR) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // A held Enter presses the button in focus again and again, whichever that has become.
  const onKey = (event: KeyboardEvent): void => {
    const isPress = event.repeat && (event.key === 'Enter' || event.key === ' ');
    if (isPress && event.target instanceof HTMLButtonElement) event.preventDefault();
  };
  const onScroll = (): void => look(true);
  const mutations = new MutationObserver(() => look(false));
  mutations.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['class', 'style', 'hidden', 'open', 'data-decides'],
  });
  document.addEventListener('click', onClick, true);
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  addEventListener('resize', onScroll);
  look(false);
  return () => {
    mutations.disconnect();
    clearTimeout(timer);
    delete document.documentElement.dataset.moving;
    document.removeEventListener('click', onClick, true);
    document.removeEventListener('keydown', onKey, true);
    document.removeEventListener('scroll', onScroll, true);
    removeEventListener('resize', onScroll);
  };
}
