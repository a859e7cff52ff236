import { useRef, useState } from 'preact/hooks';
import type { ThreadView } from '../../contract/comment.ts';
import { Refused } from '../api.ts';
import { changeThread } from '../calls.ts';
import { texts } from '../i18n/texts.ts';
import { rememberThread } from '../queue/background.ts';
import { toast } from '../toasts.ts';
import { focusFault, TextField } from './fields.tsx';

/** Title and address of an article, to be set by hand: what is saved here no page changes any more. */
export function ThreadAddressForm({ thread, onEnd }: { thread: ThreadView & { id: string }; onEnd: () => void }) {
  const { context, common } = texts();
  const form = useRef<HTMLFormElement>(null);
  const [title, setTitle] = useState(thread.title ?? '');
  const [url, setUrl] = useState(thread.url ?? '');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<void> {
    // What was not touched stays the pages' to correct.
    const change = {
      ...(title.trim() === (thread.title ?? '') ? {} : { title: title.trim() }),
      ...(url.trim() === (thread.url ?? '') ? {} : { url: url.trim() === '' ? null : url.trim() }),
    };
    if (Object.keys(change).length === 0) return onEnd();
    setBusy(true);
    setFault(undefined);
    try {
      rememberThread(await changeThread(thread.id, change));
      toast(context.threadSaved);
      onEnd();
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const ofUrl = problem?.errors?.find(({ path }) => path === 'url');
      if (ofUrl === undefined) toast(problem?.detail ?? common.noConnection, { tone: 'bad' });
      else {
        setFault(ofUrl.message);
        requestAnimationFrame(() => form.current !== null && focusFault(form.current));
      }
    } finally {
      setBusy(false);
    }
  }

  return (
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
        fault={fault}
      />
      <div class="row">
        <button type="submit" class="button main small" disabled={isBusy}>
          {common.save}
        </button>
        <button type="button" class="button plain small" onClick={onEnd}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}
