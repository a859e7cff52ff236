import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  button: ComponentChildren;
  buttonClass?: string;
  /** Called with the way to close it. */
  children: (close: () => void) => ComponentChildren;
}

/** A button that opens a plain list of buttons; Escape and a click elsewhere close it. */
export function Menu({ label, button, buttonClass = 'button icon', children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && element.current?.contains(event.target) !== true) setOpen(false);
    };
    addEventListener('pointerdown', onPress);
    return () => removeEventListener('pointerdown', onPress);
  }, [isOpen]);

  // Near the edge of the window the list would open out of sight.
  useLayoutEffect(() => {
    if (isOpen) element.current?.querySelector('ul')?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div
      class="menu"
      ref={element}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        close();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && element.current?.contains(event.relatedTarget) !== true) setOpen(false);
      }}
    >
      <button ref={opener} type="button" class={buttonClass} aria-label={label} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {button}
      </button>
      {isOpen && <ul>{children(close)}</ul>}
    </div>
  );
}
