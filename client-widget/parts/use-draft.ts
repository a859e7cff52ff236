import { useState } from 'preact/hooks';
import { keepEdit, keptEdit } from '../kept-texts.ts';
import type { Controller } from '../types/controller.ts';
import type { ComposerProps } from '../types/late-parts.ts';

/** The text of a composer, which is kept from the first letter: as a draft, or as an edit of a comment. */
export function useDraft(controller: Controller, { parentId, edit }: Pick<ComposerProps, 'parentId' | 'edit'>) {
  const [body, setBody] = useState(() => (edit === undefined ? controller.draft(parentId) : (keptEdit(controller, edit.id) ?? edit.body)));

  function keep(text: string): void {
    if (edit === undefined) controller.saveDraft(parentId, text);
    else keepEdit(controller, edit.id, text === edit.body ? '' : text);
  }
  return {
    body,
    setBody,
    write(text: string): void {
      setBody(text);
      keep(text);
    },
    /** Throws away what is kept. */
    forget: () => keep(edit?.body ?? ''),
  };
}
