import { useRef, useState } from 'preact/hooks';
import { type Found, applyAction } from '../comments/apply-action.ts';
import type { Action } from '../calls.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts as allTexts } from '../i18n/all.ts';
import { texts } from '../i18n/texts.ts';
import { answering, askAnswer } from '../queue/answering.ts';
import { draftOf } from '../queue/note-drafts.ts';
import { askReason, isAskingFor } from '../queue/reason-question.ts';
import { routeText } from '../router.ts';
import { may } from '../session.ts';
import { siteName } from '../sites.ts';
import { actionsOn } from '../text/actions.ts';
import { AnswerForm } from './answer.ts';
import { askToBan } from './ban-dialog.tsx';
import { Chip, safeUrl, StatusChip, When } from './basic.tsx';
import { CommentText } from './comment-text.tsx';
import { MoreIcon, OutIcon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { OwnDataDialog } from './own-data-dialog.tsx';
import { ReasonPicker } from './reason-picker.tsx';
import { ReportedTexts } from './reported-texts.tsx';

/** So many actions have a button beside the text; the others are in the menu. */
const OUTSIDE = 3;
const CLASSES: Partial<Record<Action, string>> = { approve: ' ok', restore: ' ok', reject: ' bad' };

interface Props {
  comment: Found;
  /** Called with the comment as it now is. */
  show: (comment: Found) => void;
  /** Shows only what is of the same reader or article; left out where there is no list. */
  narrow?: (to: { reader?: string; thread?: string }) => void;
}

/** A comment outside the queue: what has become of it, and what can still be done. */
export function LineCard({ comment, show, narrow }: Props) {
  const t = texts();
  const { id, author, status } = comment;
  const element = useRef<HTMLElement>(null);
  const actions = actionsOn(comment, (action) => may(action, comment.siteId));
  const apply = (action: Action): void => {
    if (action === 'reject') askReason({ id });
    else if (action !== 'undo') void applyAction(comment, action, show);
  };
  return (
    <article
      ref={element}
      class="line-card"
      data-id={id}
      tabIndex={-1}
      aria-label={formatText(t.card.of, { name: author?.name || t.common.anonymous })}
    >
      <header>
        <bdi class="strong">{author?.name || t.common.anonymous}</bdi>
        <StatusChip status={status} />
        {status === 'pending' && comment.publicHtml !== null && <Chip tone="ok">{t.card.isPublic}</Chip>}
        {comment.pinned && <Chip tone="info">{t.card.pinned}</Chip>}
        {comment.featured && <Chip tone="info">{t.card.featured}</Chip>}
        {comment.editedAt !== null && <span class="meta">{t.comments.edited}</span>}
        <When at={comment.createdAt} />
      </header>
      <ReportedTexts reported={comment.reported} body={comment.body} />
      {comment.reported.length > 0 && <h3>{t.reported.now}</h3>}
      {status === 'purged' ? <p class="meta">{t.statuses.purged}</p> : <CommentText body={comment.body} findings={comment.findings} />}
      <Where comment={comment} />
      {isAskingFor({ id }) && (
        <ReasonPicker
          of={{ id }}
          onPick={(reason) => {
            const note = draftOf({ id }).trim();
            askReason(null);
            void applyAction(comment, 'reject', show, { reason, ...(note === '' ? {} : { note }) });
          }}
          onCancel={() => askReason(null)}
        />
      )}
      {answering.value === id && (
        <AnswerForm comment={comment} approve={() => approveHere(comment, show)} leave={() => element.current?.focus()} />
      )}
      {status !== 'purged' && (
        <div class="row">
          {actions.slice(0, OUTSIDE).map((action) => (
            <button
              key={action}
              type="button"
              class={`button small${CLASSES[action] ?? ''}`}
              data-decides={comment.revision}
              aria-expanded={action === 'reject' ? isAskingFor({ id }) : undefined}
              onClick={() => apply(action)}
            >
              {t.actions[action]}
              {action === 'reject' && <span aria-hidden="true"> ▾</span>}
            </button>
          ))}
          {mayAnswerHere(comment) && (
            <button type="button" class="button small" aria-expanded={answering.value === id} onClick={() => askAnswer(id)}>
              {t.card.answer}
            </button>
          )}
          <span class="rest">
            <More comment={comment} actions={actions.slice(OUTSIDE)} apply={apply} narrow={narrow} />
          </span>
        </div>
      )}
    </article>
  );
}

/** Can the comment be answered, perhaps after it is approved? */
const mayAnswerHere = ({ status, publicHtml, siteId }: Found): boolean =>
  (publicHtml !== null || status === 'pending') && may('moderation.decide', siteId);

/** Approves the comment; true once that was applied. */
async function approveHere(comment: Found, show: Props['show']): Promise<boolean> {
  let now = comment;
  await applyAction(comment, 'approve', (next) => {
    now = next;
    show(next);
  });
  return now.status === 'published';
}

function Where({ comment }: { comment: Found }) {
  const t = texts();
  const { thread, votes, replyCount } = comment;
  const url = safeUrl(thread.url);
  const title = thread.title || thread.url || t.common.untitled;
  return (
    <p class="where">
      {url === null ? (
        <span>{title}</span>
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {title} <OutIcon />
          <span class="hidden">{t.common.opensInNewTab}</span>
        </a>
      )}
      <span>{siteName(comment.siteId)}</span>
      {votes.up + votes.down > 0 && (
        <span class="num">{formatText(t.comments.votes, { up: numberText(votes.up), down: numberText(votes.down) })}</span>
      )}
      {replyCount > 0 && <span class="num">{formatText(t.comments.replies, { n: numberText(replyCount) })}</span>}
    </p>
  );
}

interface MoreProps {
  comment: Found;
  actions: readonly Action[];
  apply: (action: Action) => void;
  narrow: Props['narrow'] | undefined;
}

/** The menu, with the question that one of its items opens. */
function More(props: MoreProps) {
  const { author, siteId } = props.comment;
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <MoreMenu {...props} askData={() => setAsking(true)} />
      {isAsking && author !== null && <OwnDataDialog site={siteId} reader={author.id} name={author.name} close={() => setAsking(false)} />}
    </>
  );
}

function MoreMenu({ comment, actions, apply, narrow, askData }: MoreProps & { askData: () => void }) {
  const t = texts();
  const { author, thread } = comment;
  const threadId = thread.id;
  return (
    <Menu label={t.common.moreActions} button={<MoreIcon />} buttonClass="button plain icon small">
      {(close) => {
        const then = (run: () => void) => () => {
          close();
          run();
        };
        return (
          <>
            {actions.map((action) => (
              <li key={action}>
                <button
                  type="button"
                  class={action === 'purge' ? 'bad' : undefined}
                  data-decides={comment.revision}
                  onClick={then(() => apply(action))}
                >
                  {t.actions[action]}
                  {action === 'purge' && '…'}
                </button>
              </li>
            ))}
            <li>
              <a href={routeText({ screen: 'comments', parts: [comment.id] })}>{t.comments.past}</a>
            </li>
            {author !== null && narrow !== undefined && (
              <li>
                <button type="button" onClick={then(() => narrow({ reader: author.id }))}>
                  {t.queue.onlyReader}
                </button>
              </li>
            )}
            {threadId !== null && narrow !== undefined && (
              <li>
                <button type="button" onClick={then(() => narrow({ thread: threadId }))}>
                  {t.queue.onlyThread}
                </button>
              </li>
            )}
            {author !== null && author.name !== '' && may('reader.export', comment.siteId) && (
              <li>
                <button type="button" onClick={then(askData)}>
                  {allTexts().ownData.open}…
                </button>
              </li>
            )}
            {author !== null && may('ban.change', comment.siteId) && (
              <li>
                <button type="button" class="bad" onClick={then(() => askToBan(comment))}>
                  {t.actions.ban}…
                </button>
              </li>
            )}
          </>
        );
      }}
    </Menu>
  );
}
