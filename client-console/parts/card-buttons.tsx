import { keysOn } from '../choices.ts';
import type { QueueItem } from '../../contract/moderation.ts';
import { texts } from '../i18n/texts.ts';
import { answering, askAnswer, mayAnswer } from '../queue/answering.ts';
import { decideTarget } from '../queue/decide-target.ts';
import { skip } from '../queue/navigate.ts';
import { askReason, isAskingFor } from '../queue/reason-question.ts';
import { askWhy, isAskingWhy } from '../queue/escalate.ts';
import { isPermitted } from '../queue/permitted.ts';
import { filters } from '../queue/store.ts';
import { queryOfFilters } from '../queue/filters.ts';
import { replaceQuery } from '../router.ts';
import { may } from '../session.ts';
import { safeUrl } from './basic.tsx';
import { askToBan } from './ban-dialog.tsx';
import { MoreIcon } from './icons.tsx';
import { Menu } from './menu.tsx';

/** The name of a key, shown on its button to moderators who use keys. */
export const Key = ({ name }: { name: string }) => (keysOn.value ? <kbd aria-hidden="true">{name}</kbd> : null);

/** What can be decided about a card. */
export function CardButtons({ item }: { item: QueueItem }) {
  const { actions, card } = texts();
  const { id, publicHtml, revision } = item.comment;
  return (
    <div class="decide">
      {isPermitted(item, 'approve') ? <Ending item={item} /> : <span class="meta">{whoseText(item)}</span>}
      {publicHtml !== null && isPermitted(item, 'hide') && (
        <button
          type="button"
          class="button"
          data-decides={revision}
          aria-keyshortcuts="h"
          onClick={() => void decideTarget({ id }, 'hide')}
        >
          {actions.hide}
          <Key name="h" />
        </button>
      )}
      {isPermitted(item, 'escalate') && (
        <button
          type="button"
          class="button"
          data-decides={revision}
          aria-keyshortcuts="e"
          aria-expanded={isAskingWhy({ id })}
          disabled={item.escalated}
          onClick={() => askWhy({ id })}
        >
          {actions.escalate}
          <Key name="e" />
        </button>
      )}
      {mayAnswer(item) && (
        <button type="button" class="button" aria-keyshortcuts="w" aria-expanded={answering.value === id} onClick={() => askAnswer(id)}>
          {card.answer}
          <Key name="w" />
        </button>
      )}
      <button type="button" class="button plain" aria-keyshortcuts="j" onClick={() => skip(id)}>
        {actions.skip}
        <Key name="j" />
      </button>
      <span class="rest">
        <CardMenu item={item} />
      </span>
    </div>
  );
}

/** What ends the case. */
function Ending({ item }: { item: QueueItem }) {
  const { actions } = texts();
  const { id, revision } = item.comment;
  const isAsking = isAskingFor({ id });
  return (
    <>
      <button
        type="button"
        class="button ok"
        data-decides={revision}
        aria-keyshortcuts="a"
        onClick={() => void decideTarget({ id }, 'approve')}
      >
        {actions.approve}
        <Key name="a" />
      </button>
      <button
        type="button"
        class="button bad"
        data-decides={revision}
        aria-keyshortcuts="r"
        aria-expanded={isAsking}
        onClick={() => askReason({ id })}
      >
        {actions.reject} <span aria-hidden="true">▾</span>
        <Key name="r" />
      </button>
      <button type="button" class="button" data-decides={revision} aria-keyshortcuts="s" onClick={() => void decideTarget({ id }, 'spam')}>
        {actions.spam}
        <Key name="s" />
      </button>
    </>
  );
}

/** Why the moderator is not asked to end the case. */
function whoseText({ comment }: QueueItem): string {
  const { card } = texts();
  return may('moderation.decide', comment.siteId) ? card.forSenior : card.readOnly;
}

function CardMenu({ item }: { item: QueueItem }) {
  const { actions, queue, common } = texts();
  const { comment, context } = item;
  const url = safeUrl(context.thread.url);
  const { author } = comment;
  const threadId = context.thread.id;
  const narrow = (more: Record<string, string>): void => replaceQuery({ ...queryOfFilters(filters.value), ...more });
  return (
    <Menu label={common.moreActions} button={<MoreIcon />} buttonClass="button plain icon">
      {(close) => (
        <>
          {url !== null && (
            <li>
              <a href={url} target="_blank" rel="noopener noreferrer" onClick={close}>
                {actions.open}
                <Key name="o" />
              </a>
            </li>
          )}
          {url !== null && (
            <li>
              <button
                type="button"
                onClick={() => void navigator.clipboard.writeText(`${url.split('#')[0]}#liangju-${comment.id}`).then(close, close)}
              >
                {actions.copyLink}
              </button>
            </li>
          )}
          {author !== null && (
            <li>
              <button type="button" onClick={() => narrow({ reader: author.id })}>
                {queue.onlyReader}
              </button>
            </li>
          )}
          {threadId !== null && (
            <li>
              <button type="button" onClick={() => narrow({ thread: threadId })}>
                {queue.onlyThread}
              </button>
            </li>
          )}
          {author !== null && may('ban.change', comment.siteId) && (
            <li>
              <button
                type="button"
                class="bad"
                data-decides={comment.revision}
                onClick={() => {
                  close();
                  askToBan(comment);
                }}
              >
                {actions.ban}…
                <Key name="b" />
              </button>
            </li>
          )}
        </>
      )}
    </Menu>
  );
}
