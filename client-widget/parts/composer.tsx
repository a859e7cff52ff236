/**
 * The box to write in: for a new comment, an answer, an edit.
 * Parts: `composer`, `textarea`, `name`, `submit`. Keys: Ctrl/⌘+Enter sends, Esc closes (asks before losing a text).
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { fill } from '../i18n/say.ts';
import { Refused } from '../sdk.ts';
import { useLateBox, useShown } from './context.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Length as readers count it. */
function lengthOf(text: string): number {
  // Short texts of single units need no counting.
  return /^[\x20-\u02ff\u3000-\u9fff\uff00-\uffef\n]*$/.test(text) ? text.length : [...segmenter.segment(text)].length;
}

interface Props {
  parentId: string | null;
  rootId: string | null;
  /** Whom it answers. */
  to?: string;
  /** What is edited. */
  edit?: { id: string; body: string };
  isInline?: boolean;
  /** The reader was in the plain field that it takes over. */
  isTouched?: boolean;
  onClose?: () => void;
}

export function Composer({ parentId, rootId, to, edit, isInline, isTouched, onClose }: Props) {
  const { controller, t, announce } = useLateBox();
  const { site, isOffline } = useShown(controller);
  const [body, setBody] = useState(() => edit?.body ?? controller.draft(parentId));
  const [isOpen, setOpen] = useState(isInline === true || body !== '');
  const [isNaming, setNaming] = useState(controller.name() === '');
  const [name, setName] = useState(controller.name());
  const [error, setError] = useState('');
  const [wait, setWait] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const trap = useRef<HTMLInputElement>(null);
  const id = useId();

  const limit = site?.maxLength ?? 5000;
  const length = lengthOf(body.trim());
  const over = length - limit;

  useEffect(() => {
    if (isInline || isTouched) area.current?.focus();
  }, []);

  useEffect(() => {
    const field = area.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 300)}px`;
  }, [body, isOpen]);

  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => {
      setWait(wait - 1);
      setError(wait > 1 ? fill(t.tooFast, { n: wait - 1 }) : '');
    }, 1_000);
    return () => clearTimeout(timer);
  }, [wait, t]);

  function write(text: string): void {
    setBody(text);
    if (edit === undefined) controller.saveDraft(parentId, text);
    if (wait === 0) setError('');
  }

  function close(): void {
    const isChanged = edit === undefined ? body.trim() !== '' : body !== edit.body;
    if (isChanged && !confirm(t.discard)) return;
    if (edit === undefined) controller.saveDraft(parentId, '');
    onClose?.();
  }

  function refuse(refused: Refused): void {
    if (refused.retryAfter !== null) setWait(refused.retryAfter);
    setError(refused.code === 'too-fast' ? fill(t.tooFast, { n: refused.retryAfter ?? 1 }) : refused.message);
  }

  async function submit(): Promise<void> {
    if (isBusy || length === 0 || over > 0 || wait > 0) return;
    if (name.trim() === '') {
      setNaming(true);
      setError(t.needName);
      nameField.current?.focus();
      return;
    }
    setBusy(true);
    setError('');
    try {
      if (edit !== undefined) {
        await controller.acts?.edit(edit.id, body);
        onClose?.();
        return;
      }
      const text = body;
      setBody('');
      const sent = controller.acts?.post({ parentId, rootId, body: text, name: name.trim(), website: trap.current?.value ?? '' });
      if (isInline) onClose?.();
      const outcome = await sent;
      if (outcome === undefined || outcome.ok) {
        setNaming(false);
        if (outcome?.comment) announce(outcome.comment.status === 'published' ? t.posted : t.held);
      } else {
        // Nothing typed is ever lost: a refused text is back in its box.
        controller.saveDraft(parentId, text);
        setBody(text);
        setOpen(true);
        refuse(outcome.refused);
      }
    } catch (cause) {
      if (cause instanceof Refused) refuse(cause);
      else setError(t.failed);
    } finally {
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape' && onClose !== undefined) {
      event.stopPropagation();
      close();
    }
  }

  const label = to === undefined ? t.placeholder : fill(t.replyPlaceholder, { name: to });
  return (
    <form
      class={`composer${isOpen ? ' open' : ''}`}
      part="composer"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={area}
        part="textarea"
        rows={isOpen ? 3 : 1}
        placeholder={label}
        aria-label={label}
        aria-invalid={error !== '' || over > 0}
        aria-describedby={`${id}-error`}
        value={body}
        onFocus={() => setOpen(true)}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <input ref={trap} class="trap" name="website" tabIndex={-1} autocomplete="off" aria-hidden="true" />
      {isOpen && (
        <div class="bar">
          {edit === undefined &&
            (isNaming ? (
              <input
                ref={nameField}
                part="name"
                class="name"
                type="text"
                maxLength={60}
                autocomplete="nickname"
                placeholder={t.namePlaceholder}
                aria-label={t.name}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            ) : (
              <span class="as">
                {fill(t.as, { name })}
                <button type="button" class="link" onClick={() => setNaming(true)}>
                  {t.changeName}
                </button>
              </span>
            ))}
          <span class={`counter${over > 0 ? ' over' : ''}`}>
            {over > 0 ? fill(t.tooLong, { n: over }) : length > 0 ? `${length}/${limit}` : ''}
          </span>
          {onClose !== undefined && (
            <button type="button" class="plain" onClick={close}>
              {t.cancel}
            </button>
          )}
          <button type="submit" part="submit" class="primary" aria-disabled={isBusy || length === 0 || over > 0 || wait > 0}>
            {edit === undefined ? t.post : t.save}
          </button>
        </div>
      )}
      <p id={`${id}-error`} class="error" role={error === '' ? undefined : 'alert'}>
        {error}
      </p>
      {isOpen && isOffline && <p class="chip warn">{t.offline}</p>}
      {isOpen && !isInline && (
        <p class="hint">
          {site?.notice}
          {site?.notice ? ' · ' : ''}
          {t.bold}
        </p>
      )}
    </form>
  );
}
