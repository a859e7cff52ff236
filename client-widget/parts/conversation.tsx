/** A top-level comment with its answers, one visual indent; deeper ones name the author that they answer. Part: `replies`. */
import { useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { repliesOf } from '../state.ts';
import { Comment } from './comment.tsx';
import { useBox, useShown } from './context.ts';

export function Conversation({ comment }: { comment: CommentView }) {
  const { controller, t, late, attempt } = useBox();
  const { own, sending, fresh } = useShown(controller);
  const [isBusy, setBusy] = useState(false);
  const { items: replies, nextCursor } = repliesOf(comment);
  const shown = new Set(replies.map(({ id }) => id));
  const mine = own.filter((one) => one.parentId !== null && one.rootId === comment.id && !shown.has(one.id));
  const edits = new Map(own.map((one) => [one.id, one]));
  const going = sending.filter((one) => one.rootId === comment.id);
  // Without the first comment: most answers are to it, and do not name its author.
  const names = new Map([...replies, ...mine].map((one) => [one.id, one.author?.name]));
  const isWaiting = ({ parentId, rootId }: CommentView): boolean => parentId !== null && rootId === comment.id;
  const rest = comment.replyCount - replies.filter(({ html }) => html !== null).length - fresh.filter(isWaiting).length;

  async function loadMore(): Promise<void> {
    setBusy(true);
    await controller.actions?.loadReplies(comment).finally(() => setBusy(false));
  }

  return (
    <li class="conversation">
      <Comment comment={edits.get(comment.id) ?? comment} />
      {(replies.length > 0 || mine.length > 0 || going.length > 0 || nextCursor !== null) && (
        <ol class="replies" part="replies">
          {[...replies, ...mine].map((reply) => (
            <li key={reply.id}>
              <Comment comment={edits.get(reply.id) ?? reply} answers={names.get(reply.answersId ?? reply.parentId ?? '')} />
            </li>
          ))}
          {late !== null && going.map((one) => <late.SendingComment key={one.key} sending={one} />)}
          {nextCursor !== null && (
            <li>
              <button type="button" class="link more-replies" aria-busy={isBusy} onClick={() => attempt(loadMore)}>
                {rest > 0 ? formatText(t.moreReplies, { n: rest }) : t.restReplies}
              </button>
            </li>
          )}
        </ol>
      )}
    </li>
  );
}
