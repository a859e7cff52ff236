/** 盖楼: a comment with the stack of what it answers, folded after three. Part: `tower`. */
import { useState } from 'preact/hooks';
import type { CommentView, PermalinkAnswer } from '../../contract/comment.ts';
import { floorsOf } from '../changes.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { withFloors } from '../pages.ts';
import { Body } from './body.tsx';
import { Comment } from './comment.tsx';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';

/** Levels shown before the fold: the first two and the one that is answered. */
const FIRST = 2;
const SHOWN = 3;

/** How many floors are missing right above each of these, and above the comment itself. */
function gapsIn(levels: readonly CommentView[], depth: number): number[] {
  const depths = [...levels.map((level) => level.depth), depth];
  return depths.map((at, i) => at - (depths[i - 1] ?? -1) - 1);
}

export function Tower({ comment }: { comment: CommentView }) {
  const { controller, t, attempt } = useLateBox();
  const state = useShown(controller);
  const { own, comments, fresh, ancestors } = state;
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  /** Floors that the page did not name. */
  const [more, setMore] = useState<readonly string[]>([]);

  const find = (id: string): CommentView | undefined => [...comments, ...fresh].find((one) => one.id === id) ?? ancestors?.[id];
  const ids = new Set([...floorsOf(state, comment).map(({ id }) => id), ...more]);
  const known = [...ids].flatMap((id) => find(id) ?? []).sort((one, other) => one.depth - other.depth);
  const levels = isOpen || known.length <= SHOWN ? known : [...known.slice(0, FIRST), ...known.slice(-1)];
  const gaps = gapsIn(levels, comment.depth);
  const answered = comment.answersId === undefined ? undefined : find(comment.answersId)?.author?.name;

  /** Shows the known floors, and fetches those that are missing right above the lowest gap. */
  async function unfold(): Promise<void> {
    setOpen(true);
    const lowest = gapsIn(known, comment.depth)
      .map((missing) => missing > 0)
      .lastIndexOf(true);
    const below = [...known, comment][lowest];
    if (below === undefined) return;
    setBusy(true);
    try {
      const found = await controller.sdk.call<PermalinkAnswer>(`/comments/${below.id}`, { isPublic: true });
      controller.set(withFloors(controller.state, found));
      setMore([...more, ...found.ancestors.map(({ id }) => id)]);
    } finally {
      setBusy(false);
    }
  }

  const gap = (n: number) =>
    n > 0 && (
      <button type="button" class="link" aria-busy={isBusy} onClick={() => attempt(unfold)}>
        {formatText(t.expandTower, { n })}
      </button>
    );
  return (
    <li class="conversation">
      {comment.depth > 0 && (
        <div class="tower" part="tower">
          {(gaps[0] ?? 0) > 0 && <div class="level">{gap(gaps[0] ?? 0)}</div>}
          {levels.map((level, i) => (
            <div key={level.id} class="level" tabIndex={-1}>
              <p class="meta">
                <bdi>{level.author?.name ?? ''}</bdi>
                <span class="floor">{level.depth + 1}</span>
              </p>
              {level.html === null ? <p class="meta">{t.removed}</p> : <Body html={level.html} />}
              {gap(gaps[i + 1] ?? 0)}
            </div>
          ))}
        </div>
      )}
      <Comment comment={own.find(({ id }) => id === comment.id) ?? comment} answers={answered} />
    </li>
  );
}
