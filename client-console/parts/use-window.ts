import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { lastInput } from '../keys/input.ts';
import { onPageJump } from '../keys/pointer-guard.ts';
import { type Anchor, anchorIn, keepAnchor, rowElements } from '../queue/anchor.ts';
import { heights, measureRows } from '../queue/heights.ts';
import { savedScrollPosition, saveScrollPosition } from '../queue/scroll-position.ts';
import { focusWish, queue } from '../queue/store.ts';
import { removePlaceholders } from '../queue/remove-placeholders.ts';
import { type Piece, piecesBetween, topsOf } from '../queue/window.ts';

/** So far above and below the window rows are on the page, px. */
const BEYOND = 900;
/** Nearer than this to the window no row may be missing, px. */
const NEAR = 300;
/** Scrolling has come to rest after this, ms. */
const REST = 150;

const rowOf = (node: Element | null): HTMLElement | null => node?.closest<HTMLElement>('.slot') ?? null;
const rowNamed = (list: Element, id: string): HTMLElement | undefined => rowElements(list).find((row) => row.dataset.row === id);

/** Is a row missing so near to the window? */
function isMissing(list: Element, near: number): boolean {
  return [...list.querySelectorAll(':scope > .gap')].some((gap) => {
    const { top, bottom } = gap.getBoundingClientRect();
    return bottom > -near && top < innerHeight + near;
  });
}

/**
 * The rows of a long list that are on the page: visible ones, those near them, and the card in focus wherever it
 * is. The rows that the moderator looks at stay where they are when others change.
 */
export function useWindow(ids: readonly string[], focused: string | null) {
  const list = useRef<HTMLDivElement>(null);
  const hovered = useRef<string | null>(null);
  const hadFocus = useRef(false);
  const [, refresh] = useReducer((n: number, _: null) => n + 1, 0);
  const wish = focusWish.value;

  // The positions before the page changes.
  const element = list.current;
  const place = element === null ? savedScrollPosition() : null;
  const inFocus = element?.contains(document.activeElement) === true ? document.activeElement : null;
  const focusRow = rowOf(inFocus)?.dataset.row ?? null;
  let anchor: Anchor = [];
  if (element !== null) {
    measureRows(element);
    anchor = anchorIn(element, lastInput() === 'key' ? [focusRow, hovered.current] : [hovered.current, focusRow]);
  }
  const tops = topsOf(ids, heights);
  const seenFrom = element === null ? savedTop(ids, tops) : -element.getBoundingClientRect().top;
  const at = focused === null ? -1 : ids.indexOf(focused);
  const extra = [at - 1, at, at + 1, focusRow === null ? -1 : ids.indexOf(focusRow)];
  const pieces: Piece[] = piecesBetween(tops, seenFrom - BEYOND, seenFrom + innerHeight + BEYOND, at < 0 ? extra.slice(3) : extra);

  useLayoutEffect(() => {
    const now = list.current;
    if (now === null) return;
    if (place === null) keepAnchor(now, anchor);
    else goBack(now, place);
    if (wish !== null) grant(now, wish);
    else if (focusRow !== null && document.activeElement === document.body) {
      // The element that had the focus was replaced or moved: the focus stays in its row.
      const target = inFocus?.isConnected === true ? inFocus : rowNamed(now, focusRow)?.querySelector('[data-id]');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    } else if (place?.hadFocus === true && focused !== null) {
      rowNamed(now, focused)?.querySelector<HTMLElement>('[data-id]')?.focus({ preventScroll: true });
    }
    measureRows(now);
    if (isMissing(now, 0)) refresh(null);
  });

  useSavedPosition(list, hadFocus);
  useScrolling(list, hovered, () => refresh(null));

  const follow = (row: string | null, step: 'moved' | 'left'): void => {
    if (row === hovered.current) return;
    hovered.current = row;
    if (list.current !== null) removePlaceholders(list.current, row, step);
  };
  return {
    list,
    pieces,
    refresh: () => refresh(null),
    pointerHandlers: {
      // A finger is on no row between two touches.
      onPointerMove: (event: PointerEvent) =>
        event.pointerType === 'mouse' && event.target instanceof Element && follow(rowOf(event.target)?.dataset.row ?? null, 'moved'),
      onPointerLeave: (event: PointerEvent) => event.pointerType === 'mouse' && follow(null, 'left'),
      onFocusIn: () => {
        hadFocus.current = true;
      },
    },
  };
}

/** Saves where the moderator is in the list when the list leaves the page. */
function useSavedPosition(list: RefObject<HTMLElement | null>, hadFocus: RefObject<boolean>): void {
  useLayoutEffect(() => {
    const now = list.current;
    return () => {
      // A list that is read anew, or is empty, has no position to return to.
      if (queue.value.phase !== 'ready' || queue.value.items.length === 0) return;
      const first = now === null ? undefined : rowElements(now).find((row) => row.getBoundingClientRect().bottom > 0);
      if (first === undefined) return;
      const { top } = first.getBoundingClientRect();
      saveScrollPosition({ row: first.dataset.row ?? '', top, scrolled: scrollY, hadFocus: hadFocus.current === true });
    };
  }, []);
}

/** Draws rows that come near the window, and removes placeholders once scrolling has come to rest. */
function useScrolling(list: RefObject<HTMLElement | null>, hovered: RefObject<string | null>, refresh: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      if (list.current === null) return;
      if (isMissing(list.current, NEAR)) refresh();
      clearTimeout(timer);
      timer = setTimeout(() => list.current !== null && removePlaceholders(list.current, hovered.current, 'scrolled'), REST);
    };
    addEventListener('scroll', onScroll, { passive: true });
    addEventListener('resize', refresh);
    return () => {
      clearTimeout(timer);
      removeEventListener('scroll', onScroll);
      removeEventListener('resize', refresh);
    };
  }, []);
}

/** How far down the list the window begins when the moderator returns to it. */
function savedTop(ids: readonly string[], tops: readonly number[]): number {
  const place = savedScrollPosition();
  const at = place === null ? -1 : ids.indexOf(place.row);
  return place === null || at < 0 ? 0 : (tops[at] ?? 0) - place.top;
}

function goBack(list: Element, { row, top, scrolled }: NonNullable<ReturnType<typeof savedScrollPosition>>): void {
  saveScrollPosition(null);
  const there = rowNamed(list, row);
  if (there === undefined) scrollTo(0, scrolled);
  else scrollBy(0, there.getBoundingClientRect().top - top);
}

/** Gives a card the focus before the next key comes, which may be meant for this card. */
function grant(list: Element, wish: string): void {
  focusWish.value = null;
  const card = rowNamed(list, wish)?.querySelector<HTMLElement>('[data-id]');
  const before = scrollY;
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
  if (scrollY !== before) onPageJump();
}
