import { countText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { sendingProgress } from '../queue/outbox.ts';
import { flush } from '../queue/outbox-attempts.ts';
import { unsentCount } from '../queue/outbox-entries.ts';

/** Decisions that wait for the connection, and how far one on very many has come. It lies over the page: nothing moves for it. */
export function Unsent() {
  const { unsent } = texts();
  const n = unsentCount.value;
  const progress = sendingProgress.value;
  if (n > 0)
    return (
      <div class="toast unsent">
        <span class="grow">{formatText(unsent.waiting, { n: countText(n) })}</span>
        <button type="button" class="button small" onClick={() => void flush()}>
          {unsent.now}
        </button>
      </div>
    );
  if (progress === null) return null;
  const text = formatText(unsent.progress, { done: countText(progress.done), total: countText(progress.total) });
  return (
    <div class="toast unsent">
      <span class="grow">{text}</span>
      <progress value={progress.done} max={progress.total} aria-label={text} />
    </div>
  );
}
