import { useRef, useState } from 'preact/hooks';
import type { ThreadView } from '../../contract/comment.ts';
import { Refused } from '../api.ts';
import { changeThread } from '../calls.ts';
import { allTexts } from '../i18n/texts.ts';
import { rememberThread } from '../queue/background.ts';
import { toast } from '../toasts.ts';
import { focusFault, TextField } from './fields.tsx';
import { ThreadMerge } from './thread-merge.tsx';

/**
 * Title, address and key of an article's comments, to be set by hand: what is saved of the first two no page changes any more. The
 * way to merge them into another article's stands here too; then the form ends, for its fields are those of the article that is gone.
 */
export function ThreadAddressForm({ thread, site, onEnd }: { thread: ThreadView & { id: string }; site: string; onEnd: () => void }) {
  const [form, { context, common, threadMoves }] = [useRef<HTMLFormElement>(null), allTexts()];
  const [title, setTitle] = useState(thread.title ?? '');
  const [url, setUrl] = useState(thread.url ?? '');
  const [key, setKey] = useState(thread.key);
  const [faults, setFaults] = useState<{ url?: string; key?: string }>({});
  const [isMerging, setMerging] = useState(false);
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<void> {
    // What was not touched stays the pages' to correct.
    const change = {
      ...(title.trim() === (thread.title ?? '') ? {} : { title: title.trim() }),
      ...(url.trim() === (thread.url ?? '') ? {} : { url: url.trim() === '' ? null : url.trim() }),
      ...(key.trim() === thread.key ? {} : { key: key.trim() }),
    };
    if (Object.keys(change).length === 0) return onEnd();
    setBusy(true);
    setFaults({});
    try {
      rememberThread(await changeThread(thread.id, change));
      toast(context.threadSaved);
      onEnd();
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const found = faultsOf(problem);
      if (Object.keys(found).length === 0) toast(problem?.detail ?? common.noConnection, { tone: 'bad' });
      else {
        setFaults(found);
        requestAnimationFrame(() => form.current !== null && focusFault(form.current));
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <form
        ref={form}
        aria-label={context.editArticle}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          onEnd();
        }}
      >
        <TextField label={context.articleTitle} value={title} onInput={setTitle} maxlength={500} autofocus />
        <TextField
          label={context.articleUrl}
          value={url}
          onInput={setUrl}
          maxlength={2048}
          inputmode="url"
          hint={context.articleHint}
          fault={faults.url}
        />
        <TextField label={threadMoves.key} value={key} onInput={setKey} maxlength={2048} hint={threadMoves.keyHint} fault={faults.key} />
        <div class="row">
          <button type="submit" class="button main small" disabled={isBusy}>
            {common.save}
          </button>
          <button type="button" class="button plain small" onClick={onEnd}>
            {common.cancel}
          </button>
          <button type="button" class="button plain small" onClick={() => setMerging(true)}>
            {threadMoves.merge}
          </button>
        </div>
      </form>
      {isMerging && <ThreadMerge thread={thread} site={site} onEnd={() => setMerging(false)} onMerged={onEnd} />}
    </>
  );
}

/** What is wrong with single fields. */
function faultsOf(problem: Refused['problem'] | null): { url?: string; key?: string } {
  const messageOf = (field: string): string | undefined => problem?.errors?.find(({ path }) => path === field)?.message;
  const url = messageOf('url');
  const key = problem?.code === 'duplicate-thread' ? problem.detail : messageOf('key');
  return { ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) };
}
