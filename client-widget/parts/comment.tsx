/**
 * One comment: author, time, text, and the buttons for it.
 * Parts: `comment`, `author`, `time`, `actions`. Keys: Tab and Enter alone.
 */
import { useRef } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { ago, formatText } from '../../client-shared/i18n.ts';
import { isEditable } from '../state.ts';
import { Avatar } from './avatar.tsx';
import { Body } from './body.tsx';
import { mayWrite, useBox, useShown } from './context.ts';
import { Hand } from './icons.tsx';

interface Props {
  comment: CommentView;
  /** The name of the author that it answers, where that is not the first of the conversation. */
  answers?: string | undefined;
}

/** Over 80 lines by its markup: it is in the first file, in which each further component costs bytes. */
export function Comment({ comment, answers }: Props) {
  const { controller, t, open, setOpen, late, attempt } = useBox();
  const { votes, site } = useShown(controller);
  const replyButton = useRef<HTMLButtonElement>(null);
  const { id, author, html, status } = comment;
  const { settings, members } = controller;
  const { lang } = settings;

  if (html === null || author === null) {
    return (
      <div class="comment gone" part="comment" id={`liangju-${id}`} tabIndex={-1}>
        <p>{t.removed}</p>
      </div>
    );
  }

  // An author who was erased has no name.
  const name = author.name || t.erased;
  const Face = members?.Face ?? Avatar;
  const isMine = controller.isMine(comment);
  const isPublic = status === 'published';
  const mayChange = isMine && isEditable(site, comment);
  const edited = open?.kind === 'edit' && open.id === id ? open.body : null;
  const mayReply = mayWrite(controller);
  const isReplying = mayReply && open?.kind === 'reply' && open.id === id;

  function close(): void {
    setOpen(null);
    replyButton.current?.focus();
  }

  const { up, down } = comment.votes;
  const voteButton = (value: 1 | -1, label: string, n: number) => (
    <button
      type="button"
      class="vote"
      aria-pressed={votes[id] === value}
      aria-label={formatText(label, { n, name })}
      disabled={isMine}
      onClick={() => attempt(() => controller.actions?.vote(id, value))}
    >
      <Hand />
      {(n > 0 || value > 0) && <span>{n > 0 ? n : t.up}</span>}
    </button>
  );
  return (
    <article class={`comment ${status}`} part="comment" id={`liangju-${id}`} aria-label={name} tabIndex={-1}>
      <Face name={name} picture={author.avatar} />
      <div class="main">
        <header>
          <bdi class="author" part="author">
            {name}
          </bdi>
          {author.badge !== null && (
            <span class="badge">{author.badge === 'staff' ? t.staff : author.badge === 'author' ? t.author : author.badge}</span>
          )}
          {author.verified && members?.verified()}
          {comment.pinned && <span class="badge quiet">{t.pinned}</span>}
          {comment.featured && <span class="badge quiet">{t.featured}</span>}
          {author.region && <span class="meta">{t.region + author.region}</span>}
          <time class="meta" part="time" dateTime={comment.createdAt} title={new Date(comment.createdAt).toLocaleString(lang)}>
            {ago(comment.createdAt, Date.now(), lang, t.justNow)}
          </time>
          {comment.editedAt !== null && <span class="meta">{t.edited}</span>}
        </header>
        {answers !== undefined && <p class="answers">{formatText(t.replyTo, { name: answers })}</p>}
        {edited !== null && late !== null ? (
          <late.Composer parentId={null} rootId={null} edit={{ id, body: edited }} isInline onClose={close} />
        ) : (
          <Body html={html} />
        )}
        {late !== null && <late.Decision comment={comment} />}
        {(isPublic || mayChange) && edited === null && (
          <div class="actions" part="actions">
            {isPublic && (
              <>
                {voteButton(1, t.upNamed, up)}
                {voteButton(-1, t.downNamed, down)}
                {mayReply && (
                  <button
                    ref={replyButton}
                    type="button"
                    aria-expanded={isReplying}
                    aria-label={`${t.reply} ${name}`}
                    onClick={() => (isReplying ? close() : attempt(() => setOpen({ kind: 'reply', id })))}
                  >
                    {t.reply}
                  </button>
                )}
              </>
            )}
            {late !== null && <late.More comment={comment} isMine={isMine} mayChange={mayChange} />}
          </div>
        )}
        {isReplying && late !== null && <late.Composer parentId={id} rootId={comment.rootId} to={name} isInline onClose={close} />}
      </div>
    </article>
  );
}
