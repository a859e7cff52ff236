/**
 * The box to write in: for a new comment, an answer, an edit.
 * Parts: `composer`, `textarea`, `name`, `submit`. Keys: Ctrl/⌘+Enter sends, Esc closes (asks before losing a text).
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { countGraphemes } from '../../server/domain/graphemes.ts';
import type { ComposerProps } from '../types/late-parts.ts';
import { AskDiscard } from './ask-discard.tsx';
import { ComposerBar } from './composer-bar.tsx';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { isComposing } from './focus.ts';
import { Terms } from './terms.tsx';
import { useDraft } from './use-draft.ts';
import { useElementId } from './use-element-id.ts';
import { useNameField } from './use-name-field.ts';
import { useRefusal } from './use-refusal.ts';
import { useSubmit } from './use-submit.ts';
import { isTyping, useTextArea } from './use-text-area.ts';

/** Over 80 lines by its markup: state and work are in the hooks. */
export function Composer(props: ComposerProps) {
  const { to, edit, isInline, isTouched, onClose } = props;
  const { controller, t, root } = useLateBox();
  const { site, returned } = useShown(controller);
  const draft = useDraft(controller, props);
  const { body } = draft;
  const [isOpen, setOpen] = useState(isInline === true);
  const naming = useNameField(controller.name());
  const refusal = useRefusal();
  const { error, wait } = refusal;
  const [isAsking, setAsking] = useState(false);
  const trap = useRef<HTMLInputElement>(null);
  const id = useElementId();
  const area = useTextArea(body, isOpen, isInline === true || isTouched === true, root);

  const limit = site?.maxLength ?? 5000;
  const length = countGraphemes(body.trim());
  const isTooLong = length > limit;
  const isUnsent = edit === undefined ? length > 0 : body !== edit.body;
  const send = useSubmit(props, draft, naming, refusal, trap);

  // A text that was returned to this composer is taken back, with what is wrong with it.
  useEffect(() => {
    if (returned === null || returned.parentId !== props.parentId || edit !== undefined) return;
    controller.set({ ...controller.state, returned: null });
    draft.setBody(returned.body);
    setOpen(true);
    if (returned.why !== null) refusal.refuse(returned.why || t.failed, returned.wait);
    naming.setRefused(returned.isName ? naming.name.trim() : '');
    if (returned.isName) naming.open();
    else if (!isTyping(root())) area.current?.focus();
  }, [returned]);

  function submit(event: Event): void {
    event.preventDefault();
    if (length > 0 && !isTooLong) void send();
  }
  function discard(): void {
    draft.forget();
    onClose?.();
  }
  function stay(): void {
    setAsking(false);
    area.current?.focus();
  }
  const cancel = (): void => (isUnsent ? setAsking(true) : discard());

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
    else if (event.key === 'Escape' && onClose !== undefined) {
      event.stopPropagation();
      if (isAsking) stay();
      else cancel();
    }
  }

  const label = to === undefined ? t.placeholder : formatText(t.replyPlaceholder, { name: to });
  return (
    <form class={`composer${isOpen ? ' open' : ''}`} part="composer" onKeyDown={onKeyDown} onSubmit={submit}>
      <textarea
        ref={area}
        part="textarea"
        dir="auto"
        rows={isOpen ? 3 : 1}
        placeholder={label}
        aria-label={label}
        aria-invalid={(error !== '' && wait === 0 && naming.refused === '') || isTooLong}
        aria-describedby={`${id}-error ${id}-count`}
        value={body}
        onFocus={() => setOpen(true)}
        onInput={(event) => {
          draft.write(event.currentTarget.value);
          if (wait === 0) refusal.setError('');
        }}
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
      {isOpen && edit === undefined && <Terms />}
      {isAsking && <AskDiscard onDiscard={discard} onStay={stay} />}
      {!isAsking && isOpen && (
        <ComposerBar
          id={id}
          isEdit={edit !== undefined}
          naming={naming}
          length={length}
          limit={limit}
          isWaiting={wait > 0}
          cancel={onClose === undefined ? undefined : cancel}
        />
      )}
      {isOpen && !isInline && (
        <p class="hint">
          {site?.notice} {t.bold}
        </p>
      )}
    </form>
  );
}
