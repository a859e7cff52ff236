import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { waitOf } from '../delivery/outcome.ts';
import { keepEdit } from '../kept-texts.ts';
import { Refused } from '../sdk.ts';
import type { ComposerProps } from '../types/late-parts.ts';
import { useLateBox } from './late-box.ts';
import { turnTo } from './focus.ts';
import type { useDraft } from './use-draft.ts';
import type { NameField } from './use-name-field.ts';
import type { RefusalState } from './use-refusal.ts';

/**
 * Sends what a composer holds: a new comment or answer, or an edit. Gives what does so, once at a time.
 * @param trap a field that only programs fill in
 */
export function useSubmit(
  { parentId, rootId, edit, isInline, onClose }: ComposerProps,
  { body, setBody }: ReturnType<typeof useDraft>,
  naming: NameField,
  refusal: RefusalState,
  trap: RefObject<HTMLInputElement | null>,
): () => Promise<void> {
  const { controller, t, announce, root } = useLateBox();
  const isMember = controller.state.reader?.kind === 'member';
  const name = isMember ? '' : naming.name.trim();
  const busy = useRef(false);

  useEffect(() => {
    // The text is being sent: the next one may follow.
    if (edit === undefined) busy.current = false;
  }, [body]);

  async function saveEdit(commentId: string): Promise<void> {
    try {
      const changed = await controller.actions?.edit(commentId, body);
      keepEdit(controller, commentId, '');
      onClose?.();
      announce(changed?.status === 'published' ? t.saved : t.held);
    } catch (cause) {
      if (cause instanceof Refused) refusal.refuse(cause.message || t.failed, waitOf(cause));
      else refusal.setError(t.failed);
    }
  }

  async function post(): Promise<void> {
    const sent = controller.actions?.post({ parentId, rootId, body, name, website: trap.current?.value ?? '' });
    setBody('');
    naming.close();
    if (isInline) onClose?.();
    const comment = await sent;
    if (comment === undefined || comment === null) return;
    announce(comment.status === 'published' ? t.posted : t.held);
    // The box stays open: folding it would put something else under a second click.
    turnTo(root, comment.id);
  }

  return async () => {
    if (busy.current || refusal.wait > 0) return;
    if (name === '' && !isMember && edit === undefined) {
      naming.open();
      refusal.setError(t.needName);
      return;
    }
    busy.current = true;
    refusal.setError('');
    announce('');
    if (edit === undefined) return post();
    await saveEdit(edit.id);
    busy.current = false;
  };
}
