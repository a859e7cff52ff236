/** The reader's own comments on this site, newest first. */
import { useLateBox } from './late-box.ts';
import { OwnComment } from './own-comment.tsx';
import { usePanel } from './context.ts';
import { useOwnComments } from './use-own-comments.ts';

export function Comments() {
  const { t: common } = useLateBox();
  const { t } = usePanel();
  const { own, isBusy, failure, isOffline, load } = useOwnComments();
  return (
    <div aria-busy={isBusy}>
      {own !== null && own.comments.length > 0 && (
        <ol class="list">
          {own.comments.map((comment) => (
            <OwnComment key={comment.id} comment={comment} article={own.threads.find(({ key }) => key === comment.threadKey)} />
          ))}
        </ol>
      )}
      {own?.comments.length === 0 && (
        <div class="empty">
          <p>{t.none}</p>
          <p class="meta">{t.noneHint}</p>
        </div>
      )}
      {failure !== '' && (
        <p class={`notice ${isOffline ? 'warn' : 'bad'}`} role="alert">
          {failure}
          {!isOffline && (
            <button type="button" class="link" onClick={() => void load()}>
              {common.retry}
            </button>
          )}
        </p>
      )}
      {isBusy && own === null && <p class="skeleton">{t.loading}</p>}
      {failure === '' && own !== null && own.nextCursor !== null && (
        <button type="button" class="more" aria-busy={isBusy} onClick={() => void load()}>
          {isBusy ? t.loading : common.loadMore}
        </button>
      )}
    </div>
  );
}
