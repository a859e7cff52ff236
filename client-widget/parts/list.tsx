/** The comments: the best liked first, then the reader's own that are not public, then all others; and the button for more. */
import { useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { mayWrite, useBox, useShown } from './context.ts';
import { Conversation } from './conversation.tsx';

export function List() {
  const { controller, t, late, attempt } = useBox();
  const { comments, hot, own, sending, fresh, nextCursor } = useShown(controller);
  const [isBusy, setBusy] = useState(false);
  const isTower = controller.settings.view === 'tower';
  const OnItsWay = late?.SendingComment;

  const shown = new Set(comments.map(({ id }) => id));
  // An answer is shown in its conversation, where that is on the page.
  const isHere = ({ rootId }: { rootId: string | null }): boolean => isTower || !shown.has(rootId ?? '');
  const held = own.filter((comment) => !shown.has(comment.id) && isHere(comment));
  const going = sending.filter(isHere).reverse();
  const one = (comment: CommentView) =>
    isTower && late !== null ? <late.Tower key={comment.id} comment={comment} /> : <Conversation key={comment.id} comment={comment} />;

  async function loadMore(): Promise<void> {
    setBusy(true);
    await controller.actions?.loadMore().finally(() => setBusy(false));
  }

  if (comments.length + held.length + going.length + fresh.length === 0)
    return <p class="empty">{mayWrite(controller) ? t.empty : t.none}</p>;
  const isBest = ({ id }: CommentView): boolean => hot.includes(id);
  const first = comments.findIndex(isBest);
  const best = comments.filter(isBest);
  return (
    <>
      <ol class="list" part="list">
        {OnItsWay !== undefined && going.map((item) => <OnItsWay key={item.key} sending={item} />)}
        {held.map(one)}
        {comments.slice(0, first === -1 ? undefined : first).map(one)}
      </ol>
      {best.length > 0 && (
        <>
          <h3 class="hot">{t.hotOnes}</h3>
          <ol class="list" part="hot">
            {best.map(one)}
          </ol>
          <ol class="list after" part="list">
            {comments.slice(first + best.length).map(one)}
          </ol>
        </>
      )}
      {nextCursor !== null && (
        <button type="button" class="more" part="more" aria-busy={isBusy} onClick={() => attempt(loadMore)}>
          {isBusy ? t.loading : t.loadMore}
        </button>
      )}
    </>
  );
}
