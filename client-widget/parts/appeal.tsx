/** Asks the moderators for a second look at a refused comment, once. Part: `appeal`. Keys: Esc closes. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLateBox } from './context.ts';

export function Appeal({ id }: { id: string }) {
  const { controller, t, announce, attempt } = useLateBox();
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAsked = `appeal:${id}`;

  useLayoutEffect(() => field.current?.focus(), [isOpen]);

  function close(): void {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  }

  async function send(): Promise<void> {
    await controller.sdk.call(`/comments/${id}/appeal`, { method: 'POST', body: { note: note.trim() } });
    controller.keptHere.set(wasAsked, true);
    setOpen(false);
    announce(t.appealSent);
  }

  if (controller.keptHere.get(wasAsked) === true) return <span class="asked">{t.appealSent}</span>;
  if (!isOpen) {
    return (
      <button ref={opener} type="button" class="link" onClick={() => setOpen(true)}>
        {t.appeal}
      </button>
    );
  }
  return (
    <form
      class="bar appeal"
      part="appeal"
      onKeyDown={(event) => {
        if (event.isComposing || event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim() !== '') attempt(send);
      }}
    >
      <input
        ref={field}
        class="name"
        dir="auto"
        maxLength={500}
        placeholder={t.appealAsk}
        aria-label={t.appealAsk}
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <button type="button" class="plain" onClick={close}>
        {t.cancel}
      </button>
      <button type="submit" class="primary" aria-disabled={note.trim() === ''}>
        {t.appealSend}
      </button>
    </form>
  );
}
