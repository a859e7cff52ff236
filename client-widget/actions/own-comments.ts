import type { CommentView } from '../../contract/comment.ts';
import { findShown, withOwn } from '../changes.ts';
import type { OwnCommentActions } from '../types/actions.ts';
import type { Controller } from '../types/controller.ts';

export function createOwnCommentActions(box: Controller): OwnCommentActions {
  const { sdk } = box;
  const isTower = box.settings.view === 'tower';

  async function change(id: string, init: { method: string; body?: unknown }): Promise<CommentView> {
    const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`, init);
    box.set(withOwn(box.state, comment, isTower));
    return comment;
  }

  return {
    async source(id) {
      const known = findShown(box.state, id)?.body;
      if (known !== undefined) return known;
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`);
      return comment.body ?? '';
    },
    edit: (id, body) => change(id, { method: 'PATCH', body: { body } }),
    async remove(id) {
      await change(id, { method: 'DELETE' });
    },
  };
}
