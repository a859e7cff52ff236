/**
 * One comment: who, when, what, and what can be done with it.
 * Parts: `comment`, `author`, `time`, `actions`. Keys: Tab and Enter alone.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CommentView } from '../../server/contract/comment.ts';
import { ago, fill } from '../i18n/say.ts';
import { Refused } from '../sdk.ts';
import { Avatar } from './avatar.tsx';
import { Body } from './body.tsx';
import { useBox, useShown } from './context.ts';
import { Down, More, Up } from './icons.tsx';

interface Props {
  comment: CommentView;
  /** Whom it answers, where that is not the conversation's first. */
  answers?: string | undefined;
}

export function Comment({ comment, answers }: Props) {
  const { controller, t, announce, open, setOpen, late } = useBox();
  const { votes, thread, site } = useShown(controller);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const replyButton = useRef<HTMLButtonElement>(null);
  const { id, author, html } = comment;
  const { lang } = controller.settled;

  if (html === null || author === null) {
    return (
      <div class="comment gone" part="comment" id={`liangju-${id}`}>
        <p>{t.removed}</p>
      </div>
    );
  }

  const isMine = controller.isMine(comment);
  const isPublic = comment.status === 'published';
  const mayChange = isMine && site !== null && Date.now() - Date.parse(comment.createdAt) < site.editWindow * 1000;
  const isEditing = open?.kind === 'edit' && open.id === id;
  const isReplying = open?.kind === 'reply' && open.id === id;

  function close(): void {
    setOpen(null);
    replyButton.current?.focus();
  }

  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      announce(error instanceof Refused ? error.message : t.failed);
    }
  }

  const vote = (value: 1 | -1): void => void attempt(async () => controller.acts?.vote(id, value));
  return (
    <article class={`comment ${comment.status}`} part="comment" id={`liangju-${id}`} aria-labelledby={`author-${id}`} tabIndex={-1}>
      <Avatar name={author.name} />
      <div class="main">
        <header>
          <bdi class="author" part="author" id={`author-${id}`}>
            {author.name}
          </bdi>
          {author.badge !== null && <span class="badge">{author.badge === 'author' ? t.author : t.staff}</span>}
          {comment.pinned && <span class="badge quiet">{t.pinned}</span>}
          {comment.featured && <span class="badge quiet">{t.featured}</span>}
          {author.region !== null && <span class="meta">{author.region}</span>}
          <time class="meta" part="time" dateTime={comment.createdAt} title={new Date(comment.createdAt).toLocaleString(lang)}>
            {ago(comment.createdAt, Date.now(), lang, t.justNow)}
          </time>
          {comment.editedAt !== null && <span class="meta">{t.edited}</span>}
        </header>
        {answers !== undefined && <p class="answers">{fill(t.replyTo, { name: answers })}</p>}
        {isEditing && late !== null ? (
          <late.Composer parentId={null} rootId={null} edit={{ id, body: comment.body ?? '' }} isInline onClose={close} />
        ) : (
          <Body html={html} />
        )}
        {comment.status === 'pending' && <p class="chip warn">{t.pending}</p>}
        {comment.status === 'rejected' && <p class="chip bad">{fill(t.rejected, { reason: comment.moderation?.message ?? '' })}</p>}
        {isPublic && !isEditing && (
          <div class="actions" part="actions">
            <button
              type="button"
              class="vote"
              aria-pressed={votes[id] === 1}
              aria-label={fill(t.upNamed, { n: comment.votes.up })}
              disabled={isMine}
              onClick={() => vote(1)}
            >
              <Up />
              <span>{comment.votes.up > 0 ? comment.votes.up : t.up}</span>
            </button>
            <button
              type="button"
              class="vote"
              aria-pressed={votes[id] === -1}
              aria-label={fill(t.downNamed, { n: comment.votes.down })}
              disabled={isMine}
              onClick={() => vote(-1)}
            >
              <Down />
              {comment.votes.down > 0 && <span>{comment.votes.down}</span>}
            </button>
            {thread?.closed !== true && (
              <button
                ref={replyButton}
                type="button"
                aria-expanded={isReplying}
                onClick={() => (isReplying ? close() : setOpen({ kind: 'reply', id }))}
              >
                {t.reply}
              </button>
            )}
            <span class="menu-place">
              <button type="button" class="icon" aria-label={t.more} aria-expanded={isMenuOpen} onClick={() => setMenuOpen(!isMenuOpen)}>
                <More />
              </button>
              {isMenuOpen && late !== null && (
                <late.Menu comment={comment} isMine={isMine} mayChange={mayChange} attempt={attempt} onClose={() => setMenuOpen(false)} />
              )}
            </span>
          </div>
        )}
        {isReplying && late !== null && <late.Composer parentId={id} rootId={comment.rootId} to={author.name} isInline onClose={close} />}
      </div>
    </article>
  );
}

/** Scrolls to the comment that the page's address names, once it is there. */
export function usePermalink(isReady: boolean, root: () => ParentNode | null): void {
  useEffect(() => {
    const id = /^#liangju-([\w-]+)$/.exec(location.hash)?.[1];
    if (!isReady || id === undefined) return;
    const element = root()?.querySelector<HTMLElement>(`#liangju-${id}`);
    if (element === null || element === undefined) return;
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    element.classList.add('named');
    const timer = setTimeout(() => element.classList.remove('named'), 2_000);
    return () => clearTimeout(timer);
  }, [isReady]);
}
