/**
 * The comment box from top to bottom: heading, composer, order, list, more.
 * Parts: `heading`, `count`, `tabs`, `tab`, `list`, `more`, `fresh`, `status`.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Controller } from '../controller.ts';
import { fill } from '../i18n/say.ts';
import type { Catalogue } from '../i18n/zh-CN.ts';
import type { State } from '../state.ts';
import { usePermalink } from './comment.tsx';
import { type Box, BoxContext, type Late, useBox, useShown } from './context.ts';
import { Conversation } from './conversation.tsx';

const SORTS: readonly State['sort'][] = ['newest', 'hot', 'oldest'];

interface Props {
  controller: Controller;
  t: Catalogue;
  /** Gives the parts that come after the first paint. */
  loadLate: () => Promise<Late>;
}

export function App({ controller, t, loadLate }: Props) {
  const state = useShown(controller);
  const [open, setOpen] = useState<Box['open']>(null);
  const [status, setStatus] = useState('');
  const [reported, setReported] = useState<string | null>(null);
  const [isSlow, setSlow] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [late, setLate] = useState<Late | null>(null);
  const section = useRef<HTMLElement>(null);
  usePermalink(state.phase === 'ready', () => section.current);

  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    if (status === '') return;
    const timer = setTimeout(() => setStatus(''), 4_000);
    return () => clearTimeout(timer);
  }, [status]);

  const isReady = state.phase === 'ready';
  useEffect(() => {
    if (isReady) requestAnimationFrame(() => void loadLate().then(setLate));
  }, [isReady]);

  const box: Box = { controller, t, announce: setStatus, open, setOpen, report: setReported, late };
  const { thread, comments, own, sending } = state;
  const Tower = controller.settled.view === 'tower' ? late?.Tower : undefined;
  const OnItsWay = late?.OnItsWay;
  const onPage = new Set(comments.map(({ id }) => id));
  const ownTop = own.filter(({ id, parentId }) => !onPage.has(id) && parentId === null);
  const goingTop = sending.filter(({ parentId }) => parentId === null);
  const isEmpty =
    state.phase === 'ready' && comments.length === 0 && ownTop.length === 0 && goingTop.length === 0 && state.fresh.length === 0;

  async function loadMore(): Promise<void> {
    setBusy(true);
    await controller.loadMore().catch(() => setStatus(t.failed));
    setBusy(false);
  }

  return (
    <BoxContext.Provider value={box}>
      <section ref={section} class="box" aria-labelledby="liangju-heading" aria-busy={state.phase === 'loading'}>
        <header class="top">
          <h2 id="liangju-heading" part="heading">
            {t.heading}
          </h2>
          {thread !== null && thread.commentCount > 0 && (
            <span class="count" part="count">
              {fill(t.count, { n: thread.commentCount })}
            </span>
          )}
          {state.online > 1 && <span class="online">{fill(t.online, { n: state.online })}</span>}
        </header>
        {thread?.closed === true ? (
          <p class="closed">{t.closed}</p>
        ) : state.site?.guests === false && controller.token() === null ? (
          <p class="closed">{t.signIn}</p>
        ) : (
          <Writing late={late} loadLate={() => void loadLate().then(setLate)} />
        )}
        {state.fresh.length > 0 && (
          <button type="button" class="fresh" part="fresh" onClick={controller.showFresh}>
            {fill(t.fresh, { n: state.fresh.length })}
          </button>
        )}
        {comments.length > 1 && (
          <div class="tabs" part="tabs" role="group" aria-label={t.sort}>
            {SORTS.map((sort) => (
              <button key={sort} type="button" part="tab" aria-pressed={state.sort === sort} onClick={() => void controller.sortBy(sort)}>
                {t[sort]}
              </button>
            ))}
          </div>
        )}
        {state.phase === 'loading' && isSlow && <Skeleton label={t.loading} />}
        {state.phase === 'error' && (
          <p class="chip bad" role="alert">
            {t.loadFailed}
            <button type="button" class="link" onClick={controller.retry}>
              {t.retry}
            </button>
          </p>
        )}
        {isEmpty && <p class="empty">{t.empty}</p>}
        {(comments.length > 0 || ownTop.length > 0 || goingTop.length > 0) && (
          <ol class="list" part="list">
            {OnItsWay !== undefined && [...goingTop].reverse().map((one) => <OnItsWay key={one.key} sending={one} />)}
            {ownTop.map((comment) => (
              <Conversation key={comment.id} comment={comment} />
            ))}
            {comments.map((comment) =>
              Tower !== undefined ? <Tower key={comment.id} comment={comment} /> : <Conversation key={comment.id} comment={comment} />,
            )}
          </ol>
        )}
        {state.nextCursor !== null && (
          <button type="button" class="more" part="more" aria-busy={isBusy} onClick={() => void loadMore()}>
            {isBusy ? t.loading : t.loadMore}
          </button>
        )}
        <p class={`status${status === '' ? '' : ' shown'}`} part="status" role="status">
          {status}
        </p>
        {late !== null && reported !== null && <late.ReportDialog id={reported} onClose={() => setReported(null)} />}
      </section>
    </BoxContext.Provider>
  );
}

/** The one line to write in: a plain field until the real box is there, which takes over what was typed. */
function Writing({ late, loadLate }: { late: Late | null; loadLate: () => void }) {
  const { controller, t } = useBox();
  const [isTouched, setTouched] = useState(false);
  if (late !== null) return <late.Composer parentId={null} rootId={null} isTouched={isTouched} />;
  return (
    <form class="composer">
      <textarea
        rows={1}
        placeholder={t.placeholder}
        aria-label={t.placeholder}
        value={controller.draft(null)}
        onFocus={() => {
          setTouched(true);
          loadLate();
        }}
        onInput={(event) => controller.saveDraft(null, event.currentTarget.value)}
      />
    </form>
  );
}

function Skeleton({ label }: { label: string }) {
  return (
    <div class="skeletons">
      <p class="unseen">{label}</p>
      {[1, 2, 3].map((n) => (
        <div key={n} class="skeleton" aria-hidden="true">
          <i />
          <div>
            <b />
            <b />
          </div>
        </div>
      ))}
    </div>
  );
}
