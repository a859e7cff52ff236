/** Where the keyboard's focus goes when the element that had it has left. */

/** Is the reader in the middle of a text? */
function isWriting(box: HTMLElement): boolean {
  const active = box.querySelector('textarea:focus');
  return active instanceof HTMLTextAreaElement && active.value !== '';
}

/** Scrolls to a comment of the box once it is drawn, and gives it the focus; not while the reader is writing. */
export function turnTo(root: () => HTMLElement | null, id: string, block: ScrollLogicalPosition = 'nearest'): void {
  requestAnimationFrame(() => {
    const box = root();
    if (box === null || isWriting(box)) return;
    const element = box.querySelector<HTMLElement>(`#liangju-${id}`);
    element?.scrollIntoView({ block });
    element?.focus({ preventScroll: true });
  });
}

/** Is this key the input method's? In some browsers only its code shows that: 229 (UI Events, 5.3). */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

const commentsOf = (box: HTMLElement): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('.comment')];

const isBefore = (one: Node, other: Node): boolean => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/**
 * Finds the element that gets the focus of one that has left: the first of these that is there:
 * the field of the form it stood in; the menu button of the comment it stood in, or that comment; what was saved
 * of a text whose field is gone, or why there is no field; the comment that now follows the last one before it
 * (the first of those it loaded, the next of one that was removed); that last one.
 */
function nextFocus(box: HTMLElement, lost: Element, place: Element | undefined, before: readonly HTMLElement[]): HTMLElement | null {
  const field = place?.closest('form')?.querySelector<HTMLElement>('textarea, input:not(.trap)');
  if (field) return field;
  const around = place?.closest<HTMLElement>('[tabindex="-1"]');
  if (around && box.contains(around)) return around.querySelector<HTMLElement>(':scope > .main > .actions .icon') ?? around;
  const kept = lost.closest('.composer') && (box.querySelector<HTMLElement>('.unsent') ?? box.querySelector<HTMLElement>('.notice'));
  if (kept !== null) return kept;
  const all = commentsOf(box);
  const last = before.filter((comment) => comment.isConnected).at(-1);
  return (last === undefined ? all[0] : (all[all.indexOf(last) + 1] ?? last)) ?? box.querySelector('textarea, .notice');
}

/** Keeps the keyboard's focus in the box when the element that has it leaves; gives what ends it. */
export function keepFocus(box: HTMLElement): () => void {
  const tree = box.getRootNode();
  let on: HTMLElement | null = null;
  let around: Element[] = [];
  let before: HTMLElement[] = [];
  const isLost = (): boolean => tree instanceof ShadowRoot && tree.activeElement === null && document.activeElement === document.body;

  function see(): void {
    const seen = on;
    if (!seen?.isConnected) return;
    before = commentsOf(box).filter((comment) => isBefore(comment, seen));
    around = [];
    for (let place = seen.parentElement; place !== null; place = place.parentElement) around.push(place);
  }
  function onFocusIn({ target }: FocusEvent): void {
    on = target instanceof HTMLElement ? target : null;
    see();
  }
  function onFocusOut(): void {
    // A reader who moved the focus to the page keeps it there.
    requestAnimationFrame(() => {
      if (on?.isConnected && !on.matches(':focus')) on = null;
    });
  }
  const observer = new MutationObserver((records) => {
    const lost = on;
    const isGone = records.some(({ removedNodes }) => [...removedNodes].some((node) => node.contains(lost)));
    if (lost === null || !isGone) return see();
    // Components that know a better element set the focus before this.
    requestAnimationFrame(() => {
      const place = around.find(({ isConnected }) => isConnected);
      if (isLost()) (lost.isConnected ? lost : nextFocus(box, lost, place, before))?.focus();
    });
  });
  observer.observe(box, { childList: true, subtree: true });
  box.addEventListener('focusin', onFocusIn);
  box.addEventListener('focusout', onFocusOut);
  return () => {
    observer.disconnect();
    box.removeEventListener('focusin', onFocusIn);
    box.removeEventListener('focusout', onFocusOut);
  };
}
