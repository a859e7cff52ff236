/** What the site owes its readers to say, where it has something to say of it. */
import { useEffect, useRef } from 'preact/hooks';
import { useLateBox, useShown } from './context.ts';

export function Duty({ about }: { about: 'terms' | 'answerWithin' }) {
  const { controller } = useLateBox();
  const { site } = useShown(controller);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (site?.[about]) void controller.getCode('duties').then(({ show }) => show[about](place.current, controller));
  }, [site]);
  return <div ref={place} />;
}
