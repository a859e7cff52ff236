import { useRef } from 'preact/hooks';

/** Inserts a text as typing does: the browser's undo works, and the field gets its events. */
function type(field: HTMLTextAreaElement, text: string): void {
  // Deprecated, and the one way in which the field's own undo keeps working.
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/**
 * Lets Tab type a tab in a field of several lines. The keyboard is not kept there (WCAG 2.1.2): after Escape the next
 * Tab leaves, and Shift with Tab leaves always. The field has to say so.
 */
export function useTabKey(): (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => void {
  const isLeaving = useRef(false);
  return (event) => {
    const { key, isComposing, shiftKey, ctrlKey, altKey, metaKey, currentTarget } = event;
    if (isComposing || key === 'Shift') return;
    const wasLeaving = isLeaving.current;
    isLeaving.current = key === 'Escape';
    if (key !== 'Tab' || wasLeaving || shiftKey || ctrlKey || altKey || metaKey) return;
    event.preventDefault();
    type(currentTarget, '\t');
  };
}
