import { useRef } from 'preact/hooks';
import type { QueueItem } from '../../contract/moderation.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { noteText, reasonText } from '../i18n/terms.ts';
import { agoText, numberText } from '../i18n/format.ts';
import { threadNow } from '../queue/background.ts';
import { answering } from '../queue/answering.ts';
import { isInBatch } from '../queue/claims.ts';
import { decideTarget } from '../queue/decide-target.ts';
import { detailsOf, showDetails, skip, toggleSelected } from '../queue/navigate.ts';
import { askReason, isAskingFor } from '../queue/reason-question.ts';
import { isAskingWhy } from '../queue/escalate.ts';
import type { CardNote } from '../queue/queue-state.ts';
import { dispatch } from '../queue/store.ts';
import { routeText } from '../router.ts';
import { may, staff } from '../session.ts';
import { siteName } from '../sites.ts';
import { chipsOf } from '../text/reasons.ts';
import { AnswerForm } from './answer.ts';
import { AppealNote } from './appeal-note.tsx';
import { Chip, Html, safeUrl, When } from './basic.tsx';
import { CardButtons } from './card-buttons.tsx';
import { CommentText } from './comment-text.tsx';
import { Context } from './context.tsx';
import { EscalateForm } from './escalate-form.tsx';
import { EscalationNote } from './escalation-note.tsx';
import { OutIcon } from './icons.tsx';
import { ReasonPicker } from './reason-picker.tsx';
import { ReportedTexts } from './reported-texts.tsx';

interface Props {
  item: QueueItem;
  note: CardNote | null;
  isFocused: boolean;
  isSelected: boolean;
  /** Its number in the list from 1, and how many there are; -1 while that is not known. */
  position: { at: number; of: number };
}

/** One case: author, text, article, reasons, and the buttons that decide. */
export function Card({ item, note, isFocused, isSelected, position }: Props) {
  const { comment, context } = item;
  const { id } = comment;
  const t = texts();
  const element = useRef<HTMLElement>(null);
  const name = comment.author?.name || t.common.anonymous;
  const colleague = takenBy(item);
  const isEdit = comment.publicHtml !== null && comment.publicHtml !== comment.html;

  const classes = [
    'card',
    isFocused && 'current',
    isSelected && 'selected',
    colleague !== null && 'taken',
    note?.settled === true && 'settled',
  ].filter(Boolean);
  return (
    <article
      ref={element}
      class={classes.join(' ')}
      tabIndex={-1}
      data-id={id}
      aria-current={isFocused ? 'true' : undefined}
      aria-label={formatText(t.card.of, { name })}
      aria-posinset={position.at}
      aria-setsize={position.of}
      onFocusIn={() => dispatch({ type: 'focused', id })}
      onClick={() => dispatch({ type: 'focused', id })}
    >
      {colleague !== null && (
        <span class="working">
          <Chip tone="info">{formatText(t.card.working, { name: colleague })}</Chip>
        </span>
      )}
      <div class="about">
        {note !== null && !note.settled && <Note note={note} id={id} />}
        <CardHeader item={item} note={note} isSelected={isSelected} />
        {item.escalation !== null && <EscalationNote escalation={item.escalation} />}
        {context.parent !== null && <Quote parent={context.parent} />}
        {isEdit && (
          <div class="versions">
            <h3>{t.card.publicNow}</h3>
            <Html class="old" html={comment.publicHtml ?? ''} />
          </div>
        )}
        <ReportedTexts reported={comment.reported} body={comment.body} />
        {isEdit ? <h3>{t.card.editedTo}</h3> : comment.reported.length > 0 && <h3>{t.reported.now}</h3>}
        <CommentText body={comment.body} findings={comment.findings} />
        {item.appeal !== null && item.kinds.includes('appeal') && <AppealNote appeal={item.appeal} />}
        <p class="chips" role="group" aria-label={t.card.reasons}>
          {chipsOf(item).map((chip) => (
            <Chip key={`${chip.name}:${chip.about}`} tone={chip.tone}>
              {reasonText(chip)}
            </Chip>
          ))}
          {item.cluster !== null && item.cluster.open > 1 && <Similar {...item.cluster} />}
          {comment.publicHtml !== null && <Chip tone="ok">{t.card.isPublic}</Chip>}
        </p>
        <Where item={item} />
        {detailsOf.value === id && (
          <div class="more" role="region" aria-label={t.card.details} tabIndex={0}>
            <Context item={item} />
          </div>
        )}
        <Questions comment={comment} card={element} />
      </div>
      {note?.settled === true ? <Note note={note} id={id} /> : <CardButtons item={item} />}
    </article>
  );
}

/** What is asked or written before something is done with the comment. */
function Questions({ comment, card }: { comment: QueueItem['comment']; card: { readonly current: HTMLElement | null } }) {
  const { id } = comment;
  const leave = (): void => card.current?.focus();
  return (
    <>
      {isAskingFor({ id }) && (
        <ReasonPicker
          of={{ id }}
          onPick={(reason) => void decideTarget({ id }, 'reject', reason)}
          onCancel={() => {
            askReason(null);
            leave();
          }}
        />
      )}
      {isAskingWhy({ id }) && <EscalateForm of={{ id }} />}
      {answering.value === id && <AnswerForm comment={comment} approve={() => decideTarget({ id }, 'approve')} leave={leave} />}
    </>
  );
}

/** The colleague who works on a case, or null. */
const takenBy = ({ claim }: QueueItem): string | null => (claim !== null && claim.staff.id !== staff.value?.id ? claim.staff.name : null);

function CardHeader({ item, note, isSelected }: Pick<Props, 'item' | 'note' | 'isSelected'>) {
  const { comment, claim } = item;
  const { id } = comment;
  const t = texts();
  const name = comment.author?.name || t.common.anonymous;
  return (
    <header>
      <label class="tick">
        <input
          type="checkbox"
          checked={isSelected}
          disabled={note?.settled === true || !may('moderation.decide', comment.siteId)}
          aria-label={formatText(t.card.select, { name })}
          onChange={() => toggleSelected(id)}
        />
      </label>
      <bdi class="author">{name}</bdi>
      {comment.author?.badge != null && <Chip tone="info">{badgeText(comment.author.badge)}</Chip>}
      <History item={item} />
      {claim !== null && isInBatch(id) && takenBy(item) === null && <Chip tone="info">{t.card.yours}</Chip>}
      {item.escalated && <Chip tone="bad">{t.card.escalated}</Chip>}
      <When at={comment.createdAt} />
    </header>
  );
}

/** Many texts like this one came at once: the way to all of them, to be decided together. */
const Similar = ({ id, open }: { id: string; open: number }) => (
  <a class="chip warn" href={routeText({ screen: 'queue', query: { cluster: id } })}>
    {formatText(texts().card.similar, { n: numberText(open) })}
  </a>
);

function Note({ note, id }: { note: CardNote; id: string }) {
  return (
    <p class="note" role="status">
      {noteText(note)}
      {note.settled && (
        <button type="button" class="button small" onClick={() => skip(id)}>
          {texts().notes.dismiss}
        </button>
      )}
    </p>
  );
}

function History({ item }: { item: QueueItem }) {
  const { published, rejected, spam, since } = item.context.readerHistory;
  const { card } = texts();
  const title = since === null ? undefined : formatText(card.since, { t: agoText(since) });
  if (published + rejected + spam === 0) return <Chip title={title}>{card.firstTime}</Chip>;
  return (
    <span class="meta num" title={title}>
      {formatText(card.counts, { p: numberText(published), r: numberText(rejected + spam) })}
    </span>
  );
}

function Quote({ parent }: { parent: NonNullable<QueueItem['context']['parent']> }) {
  return (
    <blockquote class="quote">
      <p>
        <span class="meta">
          {texts().card.replyTo} <bdi>{parent.author?.name || texts().common.anonymous}</bdi>：
        </span>
        {parent.body ?? ''}
      </p>
    </blockquote>
  );
}

function Where({ item }: { item: QueueItem }) {
  const { comment, context } = item;
  const t = texts();
  const thread = threadNow(context.thread);
  const url = safeUrl(thread.url);
  const title = thread.title ?? '';
  return (
    <p class="where">
      {url === null ? (
        <span>{title || t.common.untitled}</span>
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {title || url} <OutIcon />
          <span class="hidden">{t.common.opensInNewTab}</span>
        </a>
      )}
      <span>{siteName(comment.siteId)}</span>
      <button type="button" class="linkish" aria-expanded={detailsOf.value === comment.id} onClick={() => showDetails(item)}>
        {t.card.details}
      </button>
    </p>
  );
}

/** A badge in the reader's language; a site's own is a text already. */
function badgeText(badge: string): string {
  const t = texts().card.badge;
  return badge === 'author' || badge === 'staff' ? t[badge] : badge;
}
