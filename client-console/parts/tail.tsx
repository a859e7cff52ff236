import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';

/** Pages are read while their beginning is still so far below the window, in its heights. */
const AHEAD = '200%';
/** After a failure the next attempt waits so long, ms, then twice as long, up to the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * The end of a list: the next page comes before it is in view; the button is for those who do not scroll. A page that
 * did not come is asked for again by itself.
 * @param next where the next page begins; null at the end of the list.
 */
export function Tail({ next, isReading, more }: { next: string | null; isReading: boolean; more: () => void }) {
  const { common } = texts();
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef({ next, isReading, more });
  latest.current = { next, isReading, more };
  const isNear = useRef(false);
  /** The page that was asked for last, how often in vain, and whether it waits to be asked for again. */
  const asked = useRef<{ page: string | null; times: number; waits: boolean }>({ page: null, times: 0, waits: false });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const readOn = (): void => {
    const { next: page, isReading: isBusy } = latest.current;
    const before = asked.current;
    if (!isNear.current || isBusy || page === null || (before.waits && before.page === page)) return;
    const times = before.page === page ? before.times : 0;
    const ask = (): void => {
      asked.current = { page, times: times + 1, waits: false };
      latest.current.more();
    };
    clearTimeout(timer.current);
    asked.current = { page, times, waits: times > 0 };
    if (times === 0) ask();
    else timer.current = setTimeout(ask, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (times - 1)));
  };
  // Also where the end stays in view: a page may bring nothing that was not there.
  useEffect(readOn);
  useEffect(() => {
    if (element.current === null) return;
    const watch = new IntersectionObserver(
      (seen) => {
        isNear.current = seen.at(-1)?.isIntersecting === true;
        readOn();
      },
      { rootMargin: `${AHEAD} 0px` },
    );
    const onOnline = (): void => {
      asked.current = { page: null, times: 0, waits: false };
      readOn();
    };
    watch.observe(element.current);
    addEventListener('online', onOnline);
    return () => {
      watch.disconnect();
      removeEventListener('online', onOnline);
      clearTimeout(timer.current);
    };
  }, []);
  return (
    <div ref={element} class="tail">
      {next !== null ? (
        <button type="button" class="button" disabled={isReading} onClick={more}>
          {isReading ? common.loadingMore : common.more}
        </button>
      ) : (
        <span class="meta">{common.end}</span>
      )}
    </div>
  );
}
