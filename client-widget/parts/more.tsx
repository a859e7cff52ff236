/** The button that opens the menu of a comment. */
import { useRef, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { MoreProps } from '../types/late-parts.ts';
import { useLateBox } from './late-box.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

export function More({ comment, isMine, mayChange }: MoreProps) {
  const { t } = useLateBox();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  function close(isAway: boolean): void {
    setOpen(false);
    if (!isAway) button.current?.focus();
  }

  return (
    <span class="menu-place">
      <button
        ref={button}
        type="button"
        class="icon"
        aria-label={formatText(t.more, { name: comment.author?.name ?? '' })}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon d="M4 10h.01M10 10h.01M16 10h.01" width={2.6} />
      </button>
      {isOpen && <Menu comment={comment} isMine={isMine} mayChange={mayChange} onClose={close} />}
    </span>
  );
}
