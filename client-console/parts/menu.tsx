import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  button: ComponentChildren;
  buttonClass?: string;
  /** Called with the way to close it. */
  children: (close: () => void) => ComponentChildren;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * A button that opens a plain list of buttons. Arrow keys, Home and End go through it; Escape, Tab and a click
 * elsewhere close it. While it is open, letters mean nothing to the page.
 */
export function Menu({ label, button, buttonClass = 'button icon', children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && element.current?.contains(event.target) !== true) setOpen(false);
    };
    // Also when the focus is nowhere.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    addEventListener('pointerdown', onPress);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', onPress);
      removeEventListener('keydown', onKey);
    };
  }, [isOpen]);

  const items = (): HTMLElement[] => [...(element.current?.querySelectorAll<HTMLElement>('ul button:not(:disabled), ul a') ?? [])];
  // Near the edge of the window the list would open out of sight.
  useLayoutEffect(() => {
    if (!isOpen) return;
    element.current?.querySelector('ul')?.scrollIntoView({ block: 'nearest' });
    items()[0]?.focus({ preventScroll: true });
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
        const step = STEPS[event.key];
        if (event.key === 'ArrowDown' && !isOpen) setOpen(true);
        else if (!isOpen) return;
        else if (event.key === 'Escape') close();
        else if (step !== undefined) {
          const all = items();
          all[
            step(
              all.findIndex((item) => item.matches(':focus')),
              all.length,
            )
          ]?.focus();
        } else return;
        event.preventDefault();
        event.stopPropagation();
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
