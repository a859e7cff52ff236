import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';

interface Props {
  title: string;
  onClose: () => void;
  isWide?: boolean;
  /** Only the buttons inside end it. */
  isFirm?: boolean;
  children: ComponentChildren;
}

let lastTitle = 0;

/** A window over the page; the focus stays inside and goes back to where it came from. */
export function Dialog({ title, onClose, isWide = false, isFirm = false, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useRef(`dialog-${++lastTitle}`);
  useEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={isWide ? 'wide' : undefined}
      aria-labelledby={titleId.current}
      onCancel={(event) => {
        event.preventDefault();
        if (!isFirm) onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current && !isFirm) onClose();
      }}
    >
      <div class="stack">
        <h1 id={titleId.current}>{title}</h1>
        {children}
      </div>
    </dialog>
  );
}

interface Question {
  title: string;
  hint?: string;
  confirm: string;
  isDanger: boolean;
  answer: (isSure: boolean) => void;
}

const question = signal<Question | null>(null);

/** Asks before something that matters; true when the moderator is sure. A second question answers the first with no. */
export function ask(asked: { title: string; hint?: string; confirm?: string; isDanger?: boolean }): Promise<boolean> {
  question.value?.answer(false);
  return new Promise((resolve) => {
    const { title, hint, confirm = texts().common.confirm, isDanger = false } = asked;
    question.value = { title, confirm, isDanger, ...(hint === undefined ? {} : { hint }), answer: resolve };
  });
}

/** Where questions appear. */
export function Asking() {
  const open = question.value;
  if (open === null) return null;
  const answer = (isSure: boolean): void => {
    question.value = null;
    open.answer(isSure);
  };
  return (
    <Dialog key={open.title} title={open.title} onClose={() => answer(false)}>
      {open.hint !== undefined && <p>{open.hint}</p>}
      <div class="foot">
        <button type="button" class="button" onClick={() => answer(false)}>
          {texts().common.cancel}
        </button>
        <button type="button" data-decides={open.title} class={`button ${open.isDanger ? 'danger' : 'main'}`} onClick={() => answer(true)}>
          {open.confirm}
        </button>
      </div>
    </Dialog>
  );
}
