/**
 * Keeps a click from deciding on another card than the one that was meant: a button that decides (`data-decides`) takes
 * no click until it has been at rest for this long, ms.
 */
const REST_TIME = 400;
/** Less is rounding, px. */
const MOVED = 2;

interface ButtonPosition {
  x: number;
  /** From the top of the window, and of the page. */
  y: number;
  pageY: number;
  /** The value of the attribute: what is decided, and in which state. */
  about: string;
  /** Since when it is there, in the time of events, ms. */
  since: number;
}

const BUTTONS = '[data-decides]';

const isInView = ({ top, bottom, width }: DOMRect): boolean => width > 0 && bottom > 0 && top < innerHeight;

let closeAll = (): void => undefined;

/** Called when the page was scrolled by code: no button is where it was. */
export const onPageJump = (): void => closeAll();

/** A held Enter presses the button in focus again and again, although another button may have the focus by then. */
function stopRepeatedPress(event: KeyboardEvent): void {
  const isPress = event.repeat && (event.key === 'Enter' || event.key === ' ');
  if (isPress && event.target instanceof HTMLButtonElement) event.preventDefault();
}

/** Watches all buttons that decide; gives what ends it. Keys, and buttons that are pressed by keys, always work. */
export function guardPointer(): () => void {
  const positions = new WeakMap<Element, ButtonPosition>();
  /** Buttons that are closed to the pointer for a while. */
  const closed = new Set<Element>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Opens the buttons that have been at rest long enough, and looks at the others later. */
  const open = (): void => {
    clearTimeout(timer);
    let wait = Number.POSITIVE_INFINITY;
    for (const button of closed) {
      const left = (positions.get(button)?.since ?? 0) + REST_TIME - performance.now();
      if (left > 0) {
        wait = Math.min(wait, left);
        continue;
      }
      button.removeAttribute('data-moved');
      closed.delete(button);
    }
    if (closed.size > 0) timer = setTimeout(open, wait);
  };

  /** Reads where the buttons are; with `all`, those in sight count as moved. */
  const look = (all = false): void => {
    const now = performance.now();
    for (const button of document.querySelectorAll(BUTTONS)) {
      const place = button.getBoundingClientRect();
      const { x, y } = place;
      const pageY = y + scrollY;
      const about = button.getAttribute('data-decides') ?? '';
      const before = positions.get(button);
      // A button that moved with the page was scrolled by the moderator; one that stayed in the window did not move for them.
      const isSame =
        before !== undefined &&
        before.about === about &&
        Math.abs(before.x - x) < MOVED &&
        (Math.abs(before.y - y) < MOVED || Math.abs(before.pageY - pageY) < MOVED);
      // A button that moved out of sight comes into sight by scrolling: the moderator sees it then.
      const hasJumped = (all || !isSame) && isInView(place);
      positions.set(button, { x, y, pageY, about, since: hasJumped ? now : (before?.since ?? 0) });
      // The button stays there but takes no click, which would else go to what is under it.
      if (!hasJumped) continue;
      button.setAttribute('data-moved', '');
      closed.add(button);
    }
    open();
  };

  const onClick = (event: MouseEvent): void => {
    if (event.detail === 0 || !(event.target instanceof Element)) return;
    const before = positions.get(event.target.closest(BUTTONS) ?? document.body);
    if (before === undefined || before.since === 0 || event.timeStamp - before.since >= REST_TIME) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onScroll = (): void => look();
  const mutations = new MutationObserver(() => look());
  mutations.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['class', 'style', 'hidden', 'open', 'data-decides'],
  });
  document.addEventListener('click', onClick, true);
  document.addEventListener('keydown', stopRepeatedPress, true);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  addEventListener('resize', onScroll);
  look();
  closeAll = () => look(true);
  return () => {
    closeAll = () => undefined;
    mutations.disconnect();
    clearTimeout(timer);
    for (const button of closed) button.removeAttribute('data-moved');
    document.removeEventListener('click', onClick, true);
    document.removeEventListener('keydown', stopRepeatedPress, true);
    document.removeEventListener('scroll', onScroll, true);
    removeEventListener('resize', onScroll);
  };
}
