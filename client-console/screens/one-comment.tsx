import { useEffect, useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { Refused } from '../api.ts';
import type { Found } from '../comments/apply-action.ts';
import { findOne } from '../comments/find-one.ts';
import { texts } from '../i18n/texts.ts';
import { Ancestors } from '../parts/ancestors.tsx';
import { Empty, Failed, Loading } from '../parts/basic.tsx';
import { Decisions } from '../parts/decisions.tsx';
import { BackIcon } from '../parts/icons.tsx';
import { LineCard } from '../parts/line-card.tsx';
import { routeText } from '../router.ts';

type State =
  | { phase: 'loading' }
  | { phase: 'gone' }
  | { phase: 'failed'; detail: string | undefined }
  | { phase: 'ready'; comment: Found; ancestors: readonly CommentView[] };

interface Props {
  id: string;
  /** What the list showed that the way back leads to. */
  list: Readonly<Record<string, string>>;
  /** Called with the comment as it is, and when it changes. */
  onChange: (comment: Found) => void;
}

/** One comment: what it answers, its status, and the decisions on it. */
export function OneComment({ id, list, onChange }: Props) {
  const [state, setState] = useState<State>({ phase: 'loading' });
  const t = texts();

  const load = (): (() => void) => {
    let isOver = false;
    setState({ phase: 'loading' });
    findOne(id).then(
      (found) => !isOver && setState(found === null ? { phase: 'gone' } : { phase: 'ready', ...found }),
      (error: unknown) => {
        if (isOver) return;
        const problem = error instanceof Refused ? error.problem : null;
        setState(problem?.status === 404 ? { phase: 'gone' } : { phase: 'failed', detail: problem?.detail });
      },
    );
    return () => {
      isOver = true;
    };
  };
  useEffect(load, [id]);
  useEffect(() => scrollTo(0, 0), [id]);
  const comment = state.phase === 'ready' ? state.comment : null;
  useEffect(() => {
    if (comment !== null) onChange(comment);
  }, [comment]);

  /** Without the grey shapes of a first reading: the page stays where it is. */
  const bringUpToDate = (): void => {
    findOne(id).then(
      (found) => found !== null && setState({ phase: 'ready', ...found }),
      () => undefined,
    );
  };

  return (
    <div class="page narrow stack">
      <div class="head">
        <a class="button plain small" href={routeText({ screen: 'comments', query: list })}>
          <BackIcon />
          {t.comments.title}
        </a>
      </div>
      {state.phase === 'loading' && <Loading rows={1} />}
      {state.phase === 'failed' && <Failed retry={load} detail={state.detail} />}
      {state.phase === 'gone' && <Empty title={t.audit.purged} />}
      {state.phase === 'ready' && (
        <>
          {state.ancestors.length > 0 && (
            <section class="panel">
              <h2>{t.context.parents}</h2>
              <Ancestors ancestors={state.ancestors} />
            </section>
          )}
          <LineCard comment={state.comment} show={(comment) => setState({ ...state, comment })} />
        </>
      )}
      {(state.phase === 'ready' || state.phase === 'gone') && (
        <section class="panel">
          <h2>{t.comments.past}</h2>
          <Decisions key={state.phase === 'ready' ? state.comment.revision : 0} subject={id} onUndone={bringUpToDate} />
        </section>
      )}
    </div>
  );
}
