/**
 * The actions of a refused comment's author: ask the moderators for a second look, once, or take the text up
 * again to change it. Part: `appeal`. Keys: Esc closes.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { showAnswerTime } from './answer-time.ts';
import { mayWrite } from './context.ts';
import { useLateBox } from './late-box.ts';
import { isComposing } from './focus.ts';

/** Over 80 lines because of the markup of its three states. */
export function Appeal({ comment }: { comment: CommentView }) {
  const { controller, t, announce, attempt } = useLateBox();
  const { id, parentId, body } = comment;
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const answerTime = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAsked = `appeal:${id}`;

  useLayoutEffect(() => {
    field.current?.focus();
    showAnswerTime(controller, answerTime.current);
  }, [isOpen]);

  function close(): void {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  }

  async function send(): Promise<void> {
    await controller.sdk.call(`/comments/${id}/appeal`, { method: 'POST', body: { note: note.trim() } });
    controller.kept.set(wasAsked, true);
    setOpen(false);
    announce(t.appealSent);
  }

  const isAsked = controller.kept.get(wasAsked) === true;
  if (isAsked || !isOpen) {
    return (
      <>
        {isAsked ? (
          <span class="asked">{t.appealSent}</span>
        ) : (
          <button ref={opener} type="button" class="link" onClick={() => setOpen(true)}>
            {t.appeal}
          </button>
        )}
        {body !== undefined && mayWrite(controller) && (
          <button type="button" class="link" onClick={() => controller.actions?.giveBack(parentId, body)}>
            {t.writeAgain}
          </button>
        )}
      </>
    );
  }
  return (
    <>
      <form
        class="bar appeal"
        part="appeal"
        onKeyDown={(event) => {
          if (isComposing(event) || event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() !== '') attempt(send);
        }}
      >
        <input
          ref={field}
          class="name"
          dir="auto"
          maxLength={500}
          placeholder={t.appealAsk}
          aria-label={t.appealAsk}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <button type="button" class="plain" onClick={close}>
          {t.cancel}
        </button>
        <button type="submit" class="primary" aria-disabled={note.trim() === ''}>
          {t.appealSend}
        </button>
      </form>
      <div ref={answerTime} />
    </>
  );
}
