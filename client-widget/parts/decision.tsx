/** What has become of an own comment that is not public: it waits for a moderator, or was refused for a reason. */
import { formatText } from '../../client-shared/i18n.ts';
import type { CommentView } from '../../contract/comment.ts';
import { Appeal } from './appeal.tsx';
import { useLateBox } from './late-box.ts';

export function Decision({ comment }: { comment: CommentView }) {
  const { t } = useLateBox();
  if (comment.status === 'pending') return <p class="chip warn">{t.pending}</p>;
  if (comment.status !== 'rejected') return null;
  return (
    <div class="chip bad">
      {formatText(t.rejected, { reason: comment.moderation?.message ?? '' })}
      <Appeal comment={comment} />
    </div>
  );
}
