/** A comment's text as the server sanitised it, folded when it is long. Part: `body`. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { insertHtml } from '../../client-shared/trusted-types.ts';
import { useBox } from './context.ts';

/** Eight lines of 28 px. */
const FOLDED_HEIGHT = 224;

export function Body({ html }: { html: string }) {
  const { controller, t } = useBox();
  const element = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);

  useLayoutEffect(() => {
    const place = element.current;
    if (place === null) return;
    insertHtml(place, html, controller.trust, 'liangju');
    setLong(place.scrollHeight > FOLDED_HEIGHT + 56);
  }, [html]);

  return (
    <>
      <div ref={element} dir="auto" part="body" class={`body${isLong && !isOpen ? ' folded' : ''}`} />
      {isLong && (
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t.collapse : t.expand}
        </button>
      )}
    </>
  );
}
