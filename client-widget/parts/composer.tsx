/**
 * The box to write in: for a new comment, an answer, an edit.
 * Parts: `composer`, `textarea`, `name`, `submit`. Keys: Ctrl/⌘+Enter sends, Esc closes (asks before losing a text).
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { countGraphemes } from '../../server/domain/graphemes.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { keepEdit, keptEdit } from '../kept-texts.ts';
import { Refused } from '../sdk.ts';
import { AskDiscard } from './ask-discard.tsx';
import { useLateBox, useShown } from './context.ts';
import { useName } from './use-name.ts';
import { isComposing, turnTo } from './focus.ts';
import { Signature } from './signature.tsx';
import { useWait } from './use-wait.ts';

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

/** Is the reader typing in a field of the box? */
const isTyping = (box: HTMLElement | null): boolean => box?.querySelector('textarea:focus, input:focus') != null;

/** Ten lines. */
const TALLEST = 260;

export function Composer({ parentId, rootId, to, edit, isInline, isTouched, onClose }: Props) {
  const { controller, t, announce, root } = useLateBox();
  const { site, returned } = useShown(controller);
  const [body, setBody] = useState(() => (edit === undefined ? controller.draft(parentId) : (keptEdit(controller, edit.id) ?? edit.body)));
  const [isOpen, setOpen] = useState(isInline === true);
  const [name, setName] = useState(controller.name());
  const [isNaming, setNaming] = useState(name === '');
  /** A name that the server refused. */
  const [refusedName, setRefusedName] = useState('');
  const [error, setError] = useState('');
  const [wait, setWait] = useWait(() => setError(''));
  const [isAsking, setAsking] = useState(false);
  const busy = useRef(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const turnsToName = useRef(false);
  const trap = useRef<HTMLInputElement>(null);
  const id = useName();

  const limit = site?.maxLength ?? 5000;
  const length = countGraphemes(body.trim());
  const over = length - limit;
  const isUnsent = edit === undefined ? length > 0 : body !== edit.body;

  // Before the next key: what is typed at once goes into it. Who types somewhere else is left there.
  useLayoutEffect(() => {
    const field = area.current;
    if (field === null || !(isInline || isTouched) || isTyping(root())) return;
    field.focus();
    field.setSelectionRange(body.length, body.length);
  }, []);

  useEffect(() => {
    // The text is on its way: the next one may follow.
    if (edit === undefined) busy.current = false;
    const field = area.current;
    if (field === null) return;
    field.style.height = '';
    // With its edges, which scrollHeight leaves out.
    if (isOpen) field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
  }, [body, isOpen]);

  useEffect(() => {
    if (returned === null || returned.parentId !== parentId || edit !== undefined) return;
    controller.set({ ...controller.state, returned: null });
    setBody(returned.body);
    setOpen(true);
    if (returned.why !== null) refuse(returned.why || t.failed, returned.wait);
    setRefusedName(returned.isName ? name.trim() : '');
    if (returned.isName) openName();
    else if (!isTyping(root())) area.current?.focus();
  }, [returned]);

  // The field for the name is there from the next drawing on.
  useLayoutEffect(() => {
    if (!turnsToName.current || nameField.current === null) return;
    turnsToName.current = false;
    nameField.current.focus();
    nameField.current.select();
  });

  function openName(): void {
    setNaming(true);
    turnsToName.current = true;
  }

  function write(text: string): void {
    setBody(text);
    if (edit === undefined) controller.saveDraft(parentId, text);
    else keepEdit(controller, edit.id, text === edit.body ? '' : text);
    if (wait === 0) setError('');
  }

  function refuse(why: string, seconds: number | null): void {
    if (seconds !== null) setWait(seconds);
    setError(seconds === null ? why : formatText(t.tooFast, { n: seconds }));
  }

  function discard(): void {
    if (edit === undefined) controller.saveDraft(parentId, '');
    else keepEdit(controller, edit.id, '');
    onClose?.();
  }

  function stay(): void {
    setAsking(false);
    area.current?.focus();
  }

  async function saveEdit(commentId: string): Promise<void> {
    try {
      const changed = await controller.actions?.edit(commentId, body);
      keepEdit(controller, commentId, '');
      onClose?.();
      announce(changed?.status === 'published' ? t.saved : t.held);
    } catch (cause) {
      if (cause instanceof Refused)
        refuse(cause.message || t.failed, cause.problem.code === 'too-fast' ? (cause.problem.retryAfter ?? 1) : null);
      else setError(t.failed);
    }
  }

  async function post(): Promise<void> {
    const sent = controller.actions?.post({ parentId, rootId, body, name: name.trim(), website: trap.current?.value ?? '' });
    setBody('');
    setNaming(false);
    if (isInline) onClose?.();
    const comment = await sent;
    if (comment === undefined || comment === null) return;
    announce(comment.status === 'published' ? t.posted : t.held);
    // The box stays open: folding it would put something else under a second click.
    turnTo(root, comment.id);
  }

  async function submit(): Promise<void> {
    if (busy.current || length === 0 || over > 0 || wait > 0) return;
    if (name.trim() === '' && edit === undefined) {
      openName();
      setError(t.needName);
      return;
    }
    busy.current = true;
    setError('');
    announce('');
    if (edit === undefined) return post();
    await saveEdit(edit.id);
    busy.current = false;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape' && onClose !== undefined) {
      event.stopPropagation();
      if (isAsking) stay();
      else if (isUnsent) setAsking(true);
      else discard();
    }
  }

  const label = to === undefined ? t.placeholder : formatText(t.replyPlaceholder, { name: to });
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
        dir="auto"
        rows={isOpen ? 3 : 1}
        placeholder={label}
        aria-label={label}
        aria-invalid={(error !== '' && wait === 0 && refusedName === '') || over > 0}
        aria-describedby={`${id}-error ${id}-count`}
        value={body}
        onFocus={() => setOpen(true)}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <input ref={trap} class="trap" name="website" tabIndex={-1} autocomplete="off" aria-hidden="true" />
      <p id={`${id}-error`} class={wait > 0 ? 'unseen' : 'error'} role="alert">
        {error}
      </p>
      {wait > 0 && (
        <p class="error" aria-hidden="true">
          {formatText(t.tooFast, { n: wait })}
        </p>
      )}
      {isAsking ? (
        <AskDiscard onDiscard={discard} onStay={stay} />
      ) : (
        isOpen && (
          <div class="bar">
            {edit === undefined && (
              <Signature
                field={nameField}
                name={name}
                isNaming={isNaming}
                wrong={refusedName !== '' && name.trim() === refusedName ? `${id}-error` : undefined}
                onName={setName}
                onChange={openName}
              />
            )}
            <span id={`${id}-count`} class={`counter${over > 0 ? ' over' : ''}`}>
              {over > 0 ? formatText(t.tooLong, { n: over }) : `${length}/${limit}`}
            </span>
            {onClose !== undefined && (
              <button type="button" class="plain" onClick={() => (isUnsent ? setAsking(true) : discard())}>
                {t.cancel}
              </button>
            )}
            <button type="submit" part="submit" class="primary" aria-disabled={length === 0 || over > 0 || wait > 0}>
              {edit === undefined ? t.post : t.save}
            </button>
          </div>
        )
      )}
      {isOpen && !isInline && (
        <p class="hint">
          {site?.notice} {t.bold}
        </p>
      )}
    </form>
  );
}
