/** What else can be done with a comment: a plain list of buttons. Keys: Esc closes. */
import { useEffect, useRef } from 'preact/hooks';
import type { CommentView } from '../../server/contract/comment.ts';
import { useLateBox } from './context.ts';

interface Props {
  comment: CommentView;
  isMine: boolean;
  mayChange: boolean;
  attempt: (act: () => Promise<void>) => Promise<void>;
  onClose: () => void;
}

export function Menu({ comment, isMine, mayChange, attempt, onClose }: Props) {
  const { controller, t, announce, setOpen, report } = useLateBox();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    list.current?.querySelector('button')?.focus();
    const away = (event: Event): void => {
      if (list.current !== null && !event.composedPath().includes(list.current)) onClose();
    };
    // The click that opened it must not close it.
    const timer = setTimeout(() => addEventListener('click', away));
    return () => {
      clearTimeout(timer);
      removeEventListener('click', away);
    };
  }, []);

  function copyLink(): void {
    const url = new URL(location.href);
    url.hash = `liangju-${comment.id}`;
    void navigator.clipboard?.writeText(url.href).then(
      () => announce(t.copied),
      () => announce(t.failed),
    );
  }

  const items: [string, () => void][] = [[t.copyLink, copyLink]];
  if (mayChange) {
    items.push([t.edit, () => setOpen({ kind: 'edit', id: comment.id })]);
    items.push([t.remove, () => void (confirm(t.removeAsk) && attempt(async () => controller.acts?.remove(comment.id)))]);
  }
  if (!isMine) items.push([t.report, () => report(comment.id)]);
  return (
    <ul
      ref={list}
      class="menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      {items.map(([label, act]) => (
        <li key={label}>
          <button
            type="button"
            onClick={() => {
              onClose();
              act();
            }}
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
