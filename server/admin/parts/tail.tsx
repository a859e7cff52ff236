import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/say.ts';

/** The end of a list: the next page comes when it comes into view; the button is for those who do not scroll. */
export function Tail({ hasMore, isReading, more }: { hasMore: boolean; isReading: boolean; more: () => void }) {
  const { common } = words();
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (element.current === null || !hasMore || isReading) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting === true && latest.current(), { rootMargin: '600px' });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [hasMore, isReading]);
  return (
    <div ref={element} class="tail">
      {hasMore ? (
        <button type="button" class="button" disabled={isReading} onClick={more}>
          {isReading ? common.loadingMore : common.more}
        </button>
      ) : (
        <span class="meta">{common.end}</span>
      )}
    </div>
  );
}
