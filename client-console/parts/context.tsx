import { useEffect, useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import type { QueueItem } from '../../contract/moderation.ts';
import { dateText, numberText } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { type Background, backgroundOf, threadNow } from '../queue/background.ts';
import { Ancestors } from './ancestors.tsx';
import { Chip, safeUrl, StatusChip, When } from './basic.tsx';
import { Decisions } from './decisions.tsx';
import { Findings } from './findings.tsx';
import { ThreadControls } from './thread-controls.tsx';

/** The context is read after the focus has been on a card so long, ms. */
const REST = 200;

/** All that a decision may need to know: the article, the conversation, the author, what the rules found. */
export function Context({ item }: { item: QueueItem }) {
  const t = texts();
  const { comment, context, reports } = item;
  const background = useBackground(item);
  const notes = reports.filter(({ note }) => note !== '');
  const thread = threadNow(context.thread);
  const url = safeUrl(thread.url);
  return (
    <div class="side">
      <section>
        <h2>{t.context.article}</h2>
        <p class="strong">
          {url === null ? (
            thread.title || t.common.untitled
          ) : (
            <a href={url} target="_blank" rel="noopener noreferrer">
              {thread.title || url}
              <span class="hidden">{t.common.opensInNewTab}</span>
            </a>
          )}
        </p>
        <ThreadControls key={thread.id ?? ''} thread={thread} site={comment.siteId} />
      </section>
      <section>
        <h2>{t.context.parents}</h2>
        {comment.parentId === null && <p class="meta">{t.context.noParents}</p>}
        <Ancestors ancestors={chainOf(item, background)} />
      </section>
      <section>
        <h2>{t.findings.title}</h2>
        <Findings findings={comment.findings} body={comment.body} name={comment.author?.name ?? ''} />
      </section>
      {notes.length > 0 && (
        <section>
          <h2>{t.card.reportNotes}</h2>
          <ul class="past">
            {notes.map(({ reason, note, at }, i) => (
              <li key={i}>
                <span class="row">
                  <Chip tone="bad">{t.reasons[reason]}</Chip>
                  <When at={at} />
                </span>
                <p>{note}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayHavePast(item) && (
        <section>
          <h2>{t.comments.past}</h2>
          <Decisions subject={comment.id} />
        </section>
      )}
      <Reader item={item} background={background} />
    </div>
  );
}

/** What it answers: what is public, else at least the comment right above. */
function chainOf({ context: { parent } }: QueueItem, background: Background | null): readonly CommentView[] {
  const known = background?.ancestors ?? [];
  return known.length === 0 && parent !== null ? [parent] : known;
}

/** Was anything decided about it, or asked for by its author, before? */
const mayHavePast = ({ comment, kinds, reasons }: QueueItem): boolean =>
  comment.revision > 1 || kinds.includes('appeal') || reasons.includes('appeal');

function Reader({ item, background }: { item: QueueItem; background: Background | null }) {
  const t = texts();
  const { published, rejected, spam, since, penNames } = item.context.readerHistory;
  return (
    <section>
      <h2>{t.context.reader}</h2>
      <p class="row">
        <bdi class="strong">{item.comment.author?.name || t.common.anonymous}</bdi>
        <Chip tone="ok">{`${t.context.published} ${numberText(published)}`}</Chip>
        <Chip tone="bad">{`${t.context.rejected} ${numberText(rejected)}`}</Chip>
        <Chip tone="bad">{`${t.context.spam} ${numberText(spam)}`}</Chip>
      </p>
      {penNames !== null && penNames > 1 && <p class="meta">{`${t.context.penNames} ${numberText(penNames)}`}</p>}
      {since !== null && <p class="meta">{`${t.context.since} ${dateText(since)}`}</p>}
      {background !== null && background.past.length === 0 && <p class="meta">{t.context.readerEmpty}</p>}
      <ol class="past">
        {background?.past.map((one) => (
          <li key={one.id}>
            <span class="row">
              <StatusChip status={one.status} />
              <When at={one.createdAt} />
            </span>
            <p>{one.body}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Reads the context of the card on which the moderator stays; null until it is read, or when it cannot be read. */
function useBackground({ comment }: QueueItem): Background | null {
  const [found, setFound] = useState<{ id: string; background: Background } | null>(null);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      backgroundOf(comment).then(
        (background) => !isOver && setFound({ id: comment.id, background }),
        () => undefined,
      );
    }, REST);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [comment.id]);
  return found?.id === comment.id ? found.background : null;
}
