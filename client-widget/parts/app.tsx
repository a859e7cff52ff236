/**
 * The comment box from top to bottom: heading, composer, order, list, more.
 * Parts: `heading`, `count`, `tabs`, `tab`, `hot`, `list`, `more`, `fresh`, `status`.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Controller } from '../types/controller.ts';
import { formatText } from '../../client-shared/i18n.ts';
import type { Catalogue } from '../i18n/zh-CN.ts';
import { Refused } from '../sdk.ts';
import { SORTS } from '../../server/domain/enumerations.ts';
import { type Box, BoxContext, type Open, useShown } from './context.ts';
import type { LoadedParts } from '../types/late-parts.ts';
import { List } from './list.tsx';
import { Writing } from './writing.tsx';

interface Props {
  controller: Controller;
  t: Catalogue;
  late: LoadedParts | null;
  /** The late parts could not be loaded. */
  isIncomplete: boolean;
  /** Gives the parts that come after the first paint. */
  loadLate: () => Promise<LoadedParts>;
}

export function App({ controller, t, late, isIncomplete, loadLate }: Props) {
  const state = useShown(controller);
  const [open, setOpen] = useState<Open | null>(null);
  const [status, setStatus] = useState('');
  const section = useRef<HTMLElement>(null);
  const { phase, thread, comments, fresh, refusal } = state;

  const isReady = phase === 'ready';
  const isTower = controller.settings.view === 'tower';
  useEffect(() => {
    // The tower view and the sentence of a refusal need the late parts at once; else these wait for the first paint.
    if (isTower || refusal !== null) attempt(() => undefined);
    else if (isReady) requestAnimationFrame(() => attempt(() => undefined));
  }, [phase]);

  async function tryTo(action: (parts: LoadedParts) => Promise<void> | void): Promise<void> {
    setStatus('');
    try {
      await action(await loadLate());
    } catch (error) {
      setStatus((error instanceof Refused && error.message) || (late?.t.failed ?? t.loadFailed));
    }
  }
  const attempt = (action: (parts: LoadedParts) => Promise<void> | void): void => void tryTo(action);

  const box: Box = {
    ...{ controller, t, announce: setStatus, open, setOpen, late, attempt },
    root: () => section.current,
  };
  return (
    <BoxContext.Provider value={box}>
      <section ref={section} class="box" aria-labelledby="liangju-heading" aria-busy={phase === 'loading'}>
        <header class="top">
          <h2 id="liangju-heading" part="heading">
            {t.heading}
          </h2>
          {thread !== null && thread.commentCount > 0 && (
            <span class="count" part="count">
              {formatText(t.count, { n: thread.commentCount })}
            </span>
          )}
          {late !== null && <late.Top />}
        </header>
        {(phase !== 'refused' || controller.draft(null) !== '') && <Writing />}
        <p class="status" part="status" role="status">
          {status || (state.isOffline && late?.t.offline)}
        </p>
        {isIncomplete && late === null && <Failed t={t} retry={() => attempt(() => undefined)} />}
        {late !== null && fresh.length > 0 && <late.Pill />}
        {comments.length > 1 && (
          <div class="tabs" part="tabs" role="group" aria-label={t.sort}>
            {SORTS.map((sort) => (
              <button
                key={sort}
                type="button"
                part="tab"
                aria-pressed={state.sort === sort}
                onClick={() => attempt(() => controller.actions?.sortBy(sort))}
              >
                {t[sort]}
              </button>
            ))}
          </div>
        )}
        {refusal !== null && late !== null && <late.Refusal />}
        {isReady || comments.length > 0
          ? (!isTower || late !== null) && <List />
          : refusal === null && <Waiting controller={controller} t={t} />}
        {late !== null && <late.Background status={status} />}
      </section>
    </BoxContext.Provider>
  );
}

/** The sentence that something could not be loaded, with a button that tries again. */
const Failed = ({ t, retry }: { t: Catalogue; retry: () => void }) => (
  <p class="notice bad" role="alert">
    {t.loadFailed}
    <button type="button" class="link" onClick={retry}>
      {t.retry}
    </button>
  </p>
);

/** Stands for the list while it is loaded, or where it could not be. */
function Waiting({ controller, t }: Pick<Props, 'controller' | 't'>) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (controller.state.phase === 'error') return <Failed t={t} retry={controller.retry} />;
  return isSlow ? <p class="skeleton">{t.loading}</p> : null;
}
