/** One of the reader's own comments: where it stands, what has become of it, and what can still be done with it. */
import type { CommentView, ThreadView } from '../../contract/comment.ts';
import { ago, formatText } from '../../client-shared/i18n.ts';
import { type Box, BoxContext } from '../parts/context.ts';
import { useLateBox } from './late-box.ts';
import { Body } from '../parts/body.tsx';
import { isEditable } from '../state.ts';
import { usePanel } from './context.ts';

interface Props {
  comment: CommentView;
  article: Pick<ThreadView, 'key' | 'url' | 'title'> | undefined;
}

/** The appeal as it stands below the comment itself, with its sentences in the panel. It gives no text back: the field may be elsewhere. */
function OwnAppeal({ comment: { body, ...comment } }: Pick<Props, 'comment'>) {
  const box = useLateBox();
  const { announce, sentenceOf } = usePanel();
  const own: Box = {
    ...box,
    announce,
    attempt(action) {
      announce('');
      Promise.resolve(action(box.late)).catch((error: unknown) => announce(sentenceOf(error)));
    },
  };
  return (
    <BoxContext.Provider value={own}>
      <box.late.Appeal comment={comment} />
    </BoxContext.Provider>
  );
}

/** Over 80 lines because of its markup: what it does stands in short functions at its head. */
export function OwnComment({ comment, article }: Props) {
  const { controller, t: common, late, root, setOpen, attempt } = useLateBox();
  const { t, close } = usePanel();
  const { id, status, html, createdAt, votes, replyCount } = comment;
  const { settings, state } = controller;
  const isGone = status === 'removed' || status === 'purged';
  const isHere = comment.threadKey === state.thread?.key;
  const address = isHere ? settings.thread.url : (article?.url ?? null);
  const title = article?.title || (isHere && settings.thread.title) || t.noTitle;

  /** Closes the panel and turns to the comment on the page. */
  function go(then?: () => Promise<void> | void): void {
    close();
    attempt(async () => {
      await late.goTo(controller, root, id);
      await then?.();
    });
  }

  async function edit(): Promise<void> {
    setOpen({ kind: 'edit', id, body: (await controller.actions?.source(id)) ?? '' });
  }
  /** Opens the comment's menu, which asks before it removes. */
  function openMenu(): void {
    requestAnimationFrame(() =>
      root()?.querySelector<HTMLElement>(`#liangju-${id} > .main > .actions .icon[aria-expanded="false"]`)?.click(),
    );
  }

  const states = { published: t.published, pending: t.pending, spam: t.pending, removed: t.removed, purged: t.removed } as const;
  const tone = { published: 'good', pending: 'warn', spam: 'warn', rejected: 'bad', removed: 'quiet', purged: 'quiet' } as const;
  return (
    <li>
      <article class="mine" aria-labelledby={`liangju-own-${id}`}>
        <p class="where" id={`liangju-own-${id}`}>
          {address === null ? (
            title
          ) : (
            <a
              href={isGone ? address : late.linkTo(id, address, location.href)}
              onClick={(event) => {
                if (!isHere || event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                if (isGone) close();
                else go();
              }}
            >
              {title}
            </a>
          )}
        </p>
        {html === null ? <p class="meta">{common.removed}</p> : <Body html={html} />}
        <p class="facts">
          <span class={`chip ${tone[status]}`}>
            {status === 'rejected' ? formatText(t.rejected, { reason: comment.moderation?.message ?? '' }) : states[status]}
          </span>
          <time class="meta" dateTime={createdAt} title={new Date(createdAt).toLocaleString(settings.lang)}>
            {ago(createdAt, Date.now(), settings.lang, common.justNow)}
          </time>
          {comment.editedAt !== null && <span class="meta">{common.edited}</span>}
          {votes.up > 0 && <span class="meta">{formatText(t.ups, { n: votes.up })}</span>}
          {replyCount > 0 && <span class="meta">{formatText(t.replies, { n: replyCount })}</span>}
        </p>
        {status === 'rejected' && (
          <div class="do">
            <OwnAppeal comment={comment} />
          </div>
        )}
        {isHere && !isGone && isEditable(state.site, comment) && (
          <div class="do">
            <button type="button" class="link" onClick={() => go(edit)}>
              {common.edit}
            </button>
            <button type="button" class="link" onClick={() => go(openMenu)}>
              {common.remove}
            </button>
          </div>
        )}
      </article>
    </li>
  );
}
