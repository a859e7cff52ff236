import { useState } from 'preact/hooks';
import type { ThreadView } from '../../contract/comment.ts';
import { Refused } from '../api.ts';
import { changeThread } from '../calls.ts';
import { durationText, numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { may } from '../session.ts';
import { rememberThread, threadNow } from '../queue/background.ts';
import { toast } from '../toasts.ts';
import { Chip } from './basic.tsx';
import { SelectField } from './fields.tsx';
import { later } from './later.tsx';

/** Few change an article's address: its form is loaded when it is opened. */
const ThreadAddressForm = later(async () => (await import('./thread-address-form.tsx')).ThreadAddressForm);

/** Least seconds between two comments of one reader. */
const SLOW = [0, 30, 60, 300, 900];

/** How an article's comments stand, and the ways to change that for those who may on its site. */
export function ThreadControls({ thread: given, site }: { thread: ThreadView; site: string }) {
  const [isBusy, setBusy] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const t = texts();
  const thread = threadNow(given);
  const { id, closed, slowMode } = thread;

  async function change(what: { closed?: boolean; slowMode?: number }): Promise<void> {
    if (id === null) return;
    setBusy(true);
    try {
      rememberThread(await changeThread(id, what));
      toast(t.context.threadSaved);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : t.common.noConnection, { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }

  const choices = [...new Set([...SLOW, slowMode])].sort((a, b) => a - b);
  return (
    <>
      <p class="row">
        <Chip tone={closed ? 'bad' : 'ok'}>{closed ? t.context.closed : t.context.open}</Chip>
        <Chip>{t.modes[thread.mode]}</Chip>
        <span class="meta">{formatText(t.context.count, { n: numberText(thread.commentCount) })}</span>
      </p>
      {id !== null && may('thread.pace', site) && (
        <div class="row">
          <button type="button" class="button small" disabled={isBusy} onClick={() => void change({ closed: !closed })}>
            {closed ? t.context.reopen : t.context.close}
          </button>
          <span class="meta" aria-hidden="true">
            {t.context.slow}
          </span>
          <SelectField
            label={t.context.slow}
            isHidden
            disabled={isBusy}
            value={String(slowMode)}
            options={choices.map(
              (s) => [String(s), s === 0 ? t.context.slowOff : formatText(t.context.slowEvery, { t: durationText(s * 1000) })] as const,
            )}
            onChange={(value) => void change({ slowMode: Number(value) })}
          />
          {may('thread.change', site) && (
            <button type="button" class="button small" aria-expanded={isEditing} onClick={() => setEditing(!isEditing)}>
              {t.context.editArticle}
            </button>
          )}
        </div>
      )}
      {id !== null && isEditing && <ThreadAddressForm thread={{ ...thread, id }} site={site} onEnd={() => setEditing(false)} />}
    </>
  );
}
