import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { countGraphemes } from '../../server/domain/graphemes.ts';
import { keysOn } from '../choices.ts';
import { texts } from '../i18n/all.ts';
import { answering } from '../queue/answering.ts';
import { type Answered, answerComment, answerDraft, keepAnswerDraft } from '../queue/send-answer.ts';
import { goTo } from '../router.ts';
import { staff } from '../session.ts';
import { siteOf } from '../sites.ts';
import { NOTICE_SHOWN_FOR, toast } from '../toasts.ts';

interface Props {
  comment: Answered;
  /** Approves it first, where it is not public; true once that was applied. */
  approve: () => Promise<boolean>;
  /** Gives the focus back to the comment. */
  leave: () => void;
}

/** What is written and how long it may be, what became of it, and what sends it. */
function useAnswer({ comment, approve, leave }: Props) {
  const { id, siteId } = comment;
  const { answers: t } = texts();
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const draft = answerDraft(id);
  const length = countGraphemes(draft.trim());
  const limit = siteOf(siteId)?.maxLength;
  const over = limit === undefined ? 0 : length - limit;
  const isHeld = comment.publicHtml === null;
  const cannotSend = isBusy || length === 0 || over > 0;

  function close(): void {
    if (answering.value === id) answering.value = null;
    leave();
  }

  async function send(): Promise<void> {
    if (cannotSend) return;
    setBusy(true);
    setError('');
    const isPublic = !isHeld || (await approve());
    const refusal = isPublic ? await answerComment(comment) : null;
    setBusy(false);
    if (refusal === '') close();
    else if (refusal !== null) showRefusal(refusal);
  }

  /** A card that was approved has left with its field: the text is found again at the comment’s own page. */
  function showRefusal(sentence: string): void {
    if (field.current?.isConnected === true) {
      setError(sentence);
      return;
    }
    const reopen = (): void => {
      answering.value = id;
      goTo('comments', [id]);
    };
    toast(sentence, { tone: 'bad', kind: 'note', lasts: NOTICE_SHOWN_FOR, action: { label: t.reopen, run: reopen } });
  }
  return { field, draft, error, length, limit, over, isHeld, cannotSend, send, close };
}

/** An answer as oneself, written in place. Ctrl or ⌘ with Enter sends it, Escape closes the field and keeps the text. */
export function AnswerForm(props: Props) {
  const { comment } = props;
  const { id, author } = comment;
  const { answers: t, card, common } = texts();
  const { field, draft, error, length, limit, over, isHeld, cannotSend, send, close } = useAnswer(props);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.form?.scrollIntoView({ block: 'nearest' });
  }, []);

  return (
    <form
      class="why passing"
      aria-label={formatText(t.label, { name: author?.name || common.anonymous })}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
        if (!isSending && event.key !== 'Escape') return;
        event.preventDefault();
        if (isSending) void send();
        else close();
      }}
    >
      <h3>{formatText(t.label, { name: author?.name || common.anonymous })}</h3>
      <p class="meta">
        {formatText(t.by, { name: staff.value?.name ?? '' })}
        {isHeld && ` ${t.first}`}
      </p>
      <textarea
        ref={field}
        class="input"
        dir="auto"
        rows={3}
        aria-label={t.field}
        aria-invalid={error !== '' || over > 0}
        aria-describedby={`answer-length-${id} answer-error-${id}`}
        value={draft}
        onInput={(event) => keepAnswerDraft(id, event.currentTarget.value)}
      />
      <p id={`answer-error-${id}`} class="error" role="alert">
        {error}
      </p>
      <div class="row">
        <button type="submit" class="button main" data-decides={isHeld ? comment.revision : undefined} aria-disabled={cannotSend}>
          {isHeld ? t.approving : card.answer}
          {keysOn.value && <kbd aria-hidden="true">ctrl ↵</kbd>}
        </button>
        <button type="button" class="button plain" onClick={close}>
          {common.cancel}
          {keysOn.value && <kbd aria-hidden="true">esc</kbd>}
        </button>
        <span id={`answer-length-${id}`} class="meta num">
          {over > 0 ? formatText(t.tooLong, { n: over }) : limit !== undefined && `${length}/${limit}`}
        </span>
      </div>
    </form>
  );
}
