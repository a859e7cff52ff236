/** Where the keyboard goes when what it was on is gone or done. */

/** Is the reader in the middle of a text? */
function isWriting(box: HTMLElement): boolean {
  const active = box.querySelector('textarea:focus');
  return active instanceof HTMLTextAreaElement && active.value !== '';
}

/** Turns to a comment of the box once it is drawn: in view, and under the keyboard. Who is writing is left alone. */
export function turnTo(root: () => HTMLElement | null, id: string, block: ScrollLogicalPosition = 'nearest'): void {
  requestAnimationFrame(() => {
    const box = root();
    if (box === null || isWriting(box)) return;
    const element = box.querySelector<HTMLElement>(`#liangju-${id}`);
    element?.scrollIntoView({ block });
    element?.focus({ preventScroll: true });
  });
}

/** The comment that stands after this one on the page, or before it where it is the last. */
export function neighbourOf(root: HTMLElement | null, id: string): string | null {
  const all = [...(root?.querySelectorAll('.comment') ?? [])].map((element) => element.id.replace('liangju-', ''));
  const at = all.indexOf(id);
  return all[at + 1] ?? all[at - 1] ?? null;
}
