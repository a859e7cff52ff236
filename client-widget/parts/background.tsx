/** What runs beside the list: it keeps the keyboard's focus in the box, puts the status line where it covers nothing, and announces changes. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { BackgroundProps } from '../types/late-parts.ts';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { keepFocus } from './focus.ts';
import { Permalink } from './permalink.tsx';
import { makeUsable } from './reveal.ts';

/** Rows that have room under them for one line. */
const ROWS = '.actions, .tabs, .more, .more-replies, .composer';

/** Puts the status line into the empty space under the row that the reader has used; under the box to write in where that is gone. */
function placeStatus(box: HTMLElement, used: Element | null): void {
  const line = box.querySelector<HTMLElement>('.status');
  const active = box.querySelector(':focus')?.closest('.comment')?.querySelector('.actions');
  const row = (used?.isConnected ? used : active) ?? box.querySelector('.composer, .notice');
  if (!line?.textContent || !row) return;
  const [frame, place] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  // The buttons of a row are less high than the row.
  line.style.top = `${place.bottom - frame.top - (row.matches('.actions') ? 4 : 0)}px`;
  line.style.left = `${place.left - frame.left}px`;
  line.style.width = `${place.width}px`;
}

export function Background({ status }: BackgroundProps) {
  const { controller, t, announce, open, setOpen, root } = useLateBox();
  const { phase, returned } = useShown(controller);
  const used = useRef<Element | null>(null);

  useEffect(() => {
    const box = root();
    if (box === null) return;
    const onUse = ({ target, type }: Event): void => {
      if (!(target instanceof Element)) return;
      used.current = target.closest(ROWS) ?? used.current;
      // Folded under the reader's eyes, the beginning would be somewhere above.
      const folds = type === 'click' && target.matches('.body + [aria-expanded="true"]') ? target.previousElementSibling : null;
      if (folds) requestAnimationFrame(() => folds.scrollIntoView({ block: 'nearest' }));
    };
    const settle = (): void => {
      makeUsable(box, t);
      placeStatus(box, used.current);
    };
    const observer = new MutationObserver(settle);
    observer.observe(box, { childList: true, characterData: true, subtree: true });
    const endFocus = keepFocus(box);
    box.addEventListener('click', onUse, true);
    box.addEventListener('keydown', onUse, true);
    addEventListener('resize', settle);
    settle();
    return () => {
      observer.disconnect();
      endFocus();
      box.removeEventListener('click', onUse, true);
      box.removeEventListener('keydown', onUse, true);
      removeEventListener('resize', settle);
    };
  }, []);

  useEffect(() => {
    if (status === '') return;
    const timer = setTimeout(() => announce(''), 8_000);
    return () => clearTimeout(timer);
  }, [status]);

  useEffect(() => {
    if (returned === null || returned.parentId === null) return;
    // A reader who writes in another field keeps the focus: the text is back where it was written.
    if (open === null) setOpen({ kind: 'reply', id: returned.parentId });
    else if (open.id !== returned.parentId && returned.why !== null) announce(returned.why || t.failed);
  }, [returned]);

  useLayoutEffect(() => {
    controller.actions?.onAnnouncement((announcement) => {
      if (announcement.kind === 'loaded') announce(formatText(t.loaded, { n: announcement.count }));
      else if (announcement.kind === 'sent') announce(announcement.comment.status === 'published' ? t.posted : t.held);
      else if (announcement.comment.status === 'published') announce(t.approved);
      else if (announcement.comment.status === 'rejected')
        announce(formatText(t.rejected, { reason: announcement.comment.moderation?.message ?? '' }));
    });
  }, [controller]);

  return phase === 'ready' ? <Permalink /> : null;
}
