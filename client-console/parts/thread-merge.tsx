import { useEffect, useState } from 'preact/hooks';
import type { ThreadView } from '../../contract/comment.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../api.ts';
import { findThreads, mergeThread } from '../thread-calls.ts';
import { allTexts } from '../i18n/texts.ts';
import { numberText } from '../i18n/format.ts';
import { rememberThread } from '../queue/background.ts';
import { toast } from '../toasts.ts';
import { Dialog } from './dialog.tsx';
import { SearchField } from './search-field.tsx';

/** So many articles are offered; who does not see theirs types more of it. */
const MOST_OFFERED = 8;

type Stored = ThreadView & { id: string };
const titleOf = ({ title, url, key }: ThreadView): string => title || url || key;
const isStored = (thread: ThreadView): thread is Stored => thread.id !== null;

/** Chooses the article of the site into which another's comments go. */
export function ThreadMerge({ thread, site, onEnd, onMerged }: { thread: Stored; site: string; onEnd: () => void; onMerged: () => void }) {
  const { threadMoves: t, common, context } = allTexts();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Stored[]>([]);
  const [chosen, setChosen] = useState<Stored | null>(null);
  const [isBusy, setBusy] = useState(false);
  const complain = (error: unknown): void => toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });

  useEffect(() => {
    let isOver = false;
    findThreads({ site, q: text, limit: MOST_OFFERED + 1 }).then(({ threads }) => {
      if (isOver) return;
      const offered = threads.filter(isStored).filter(({ id }) => id !== thread.id);
      setFound(offered.slice(0, MOST_OFFERED));
      setChosen((before) => offered.find(({ id }) => id === before?.id) ?? null);
    }, complain);
    return () => {
      isOver = true;
    };
  }, [text]);

  async function merge(into: Stored): Promise<void> {
    setBusy(true);
    try {
      const merged = await mergeThread(thread.id, into.id);
      // What shows the one shows the other from now on.
      rememberThread(merged);
      rememberThread(merged, thread.id);
      toast(formatText(t.merged, { title: titleOf(into) }));
      onMerged();
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={t.mergeTitle} onClose={onEnd}>
      <p>{formatText(t.mergeHint, { title: titleOf(thread), n: numberText(thread.commentCount) })}</p>
      <SearchField label={t.search} value={text} onSearch={setText} />
      <fieldset class="stack" disabled={isBusy}>
        <legend class="meta">{t.found}</legend>
        {found.length === 0 && <p class="meta">{t.none}</p>}
        {found.map((one) => (
          <label key={one.id} class="check">
            <input type="radio" name="into" checked={one.id === chosen?.id} onChange={() => setChosen(one)} />
            <span>
              {titleOf(one)} <span class="meta">{formatText(context.count, { n: numberText(one.commentCount) })}</span>
              <br />
              <span class="meta">{one.url ?? one.key}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="foot">
        <button type="button" class="button" onClick={onEnd}>
          {common.cancel}
        </button>
        <button
          type="button"
          class="button danger"
          disabled={chosen === null || isBusy}
          onClick={() => void (chosen !== null && merge(chosen))}
        >
          {chosen === null ? common.confirm : formatText(t.confirm, { title: titleOf(chosen) })}
        </button>
      </div>
    </Dialog>
  );
}
