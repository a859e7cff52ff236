/** The terms of the site by the send button, where the reader has still to accept them. */
import { useEffect, useRef } from 'preact/hooks';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';

export function Terms() {
  const { controller } = useLateBox();
  const { site, readerId } = useShown(controller);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (site?.terms) void controller.getCode('duties').then(({ show }) => show.terms(place.current, controller));
    // Asked for again when a comment has made the reader: what is accepted is shown no more.
  }, [site, readerId]);
  return <div ref={place} />;
}
