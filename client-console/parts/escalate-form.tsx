import { useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { keysOn } from '../choices.ts';
import { escalate, escalationDraft, keepEscalationDraft, leaveWhy } from '../queue/escalate.ts';

/** Why a case is passed on: asked for, not demanded. Enter passes it on, Escape leaves it. */
export function EscalateForm({ of }: { of: { id: string } | 'selection' }) {
  const { escalation, actions, common } = texts();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <form
      ref={form}
      class="why passing"
      aria-label={escalation.ask}
      onSubmit={(event) => {
        event.preventDefault();
        void escalate(of);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        leaveWhy();
      }}
    >
      <h3>{escalation.ask}</h3>
      <input
        ref={field}
        class="input"
        aria-label={escalation.note}
        placeholder={escalation.note}
        maxLength={500}
        value={escalationDraft(of)}
        onInput={(event) => keepEscalationDraft(of, event.currentTarget.value)}
      />
      <div class="row">
        <button type="submit" class="button main">
          {actions.escalate}
          {keysOn.value && <kbd aria-hidden="true">↵</kbd>}
        </button>
        <button type="button" class="button plain" onClick={leaveWhy}>
          {common.cancel}
          {keysOn.value && <kbd aria-hidden="true">esc</kbd>}
        </button>
      </div>
    </form>
  );
}
