import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Is the reader typing in a field of the box? */
export const isTyping = (box: HTMLElement | null): boolean => box?.querySelector('textarea:focus, input:focus') != null;

/** Ten lines, px. */
const TALLEST = 260;

/**
 * The field of a composer: as high as its text, and with the keyboard's focus from the start where `takesFocus`.
 * @param body the text in the field
 * @param root the whole box
 */
export function useTextArea(body: string, isOpen: boolean, takesFocus: boolean, root: () => HTMLElement | null) {
  const area = useRef<HTMLTextAreaElement>(null);

  // Before the next key, so that what is typed at once goes into it. Readers who type in another field stay there.
  useLayoutEffect(() => {
    const field = area.current;
    if (field === null || !takesFocus || isTyping(root())) return;
    field.focus();
    field.setSelectionRange(body.length, body.length);
  }, []);

  useEffect(() => {
    const field = area.current;
    if (field === null) return;
    field.style.height = '';
    // With its edges, which scrollHeight leaves out.
    if (isOpen) field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
  }, [body, isOpen]);
  return area;
}
