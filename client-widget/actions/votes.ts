import type { CommentView } from '../../contract/comment.ts';
import { withChanged } from '../changes.ts';
import { isAboutName } from '../delivery/outcome.ts';
import { Refused } from '../sdk.ts';
import type { State } from '../state.ts';
import type { VoteActions } from '../types/actions.ts';
import type { Controller } from '../types/controller.ts';

/** The name of a guest who only votes. */
const ANONYMOUS = { 'zh-CN': '热心读者', 'zh-TW': '熱心讀者', en: 'A reader' } as const;

export function createVoteActions(box: Controller): VoteActions {
  const { sdk, settings, kept } = box;
  let becoming: Promise<void> | null = null;

  /** Votes and reports need a reader: a browser without one becomes a guest, if need be without a name of their own. */
  function becomeReader(): Promise<void> {
    if (box.token() !== null) return Promise.resolve();
    becoming ??= makeGuest().finally(() => {
      becoming = null;
    });
    return becoming;
  }

  async function makeGuest(): Promise<void> {
    const guestOf = (name: string) =>
      sdk.call<{ reader: { id: string }; readerToken: string }>('/readers/guest', { method: 'POST', body: { site: settings.site, name } });
    const name = box.name();
    const { reader, readerToken } = await guestOf(name || ANONYMOUS[settings.lang]).catch((error: unknown) => {
      if (name === '' || !(error instanceof Refused && isAboutName(error))) throw error;
      kept.remove('name');
      return guestOf(ANONYMOUS[settings.lang]);
    });
    kept.set('token', readerToken);
    box.set({ ...box.state, readerId: reader.id });
    box.onToken();
  }

  /** Adds to the numbers of a comment, where it is shown. */
  const withVotes = (id: string, up: number, down: number): State =>
    withChanged(box.state, id, (comment) => ({ ...comment, votes: { up: comment.votes.up + up, down: comment.votes.down + down } }));

  return {
    async vote(id, value) {
      await becomeReader();
      const { votes: before } = box.state;
      const had = before[id];
      const wanted = had === value ? 0 : value;
      const { [id]: _, ...others } = before;
      const by = (sign: 1 | -1): number => Number(wanted === sign) - Number(had === sign);
      box.set({ ...withVotes(id, by(1), by(-1)), votes: wanted === 0 ? others : { ...others, [id]: wanted } });
      try {
        const { votes } = await sdk.call<{ votes: CommentView['votes'] }>(`/comments/${id}/vote`, {
          method: 'PUT',
          body: { value: wanted },
        });
        box.set(withChanged(box.state, id, (comment) => ({ ...comment, votes })));
      } catch (error) {
        box.set({ ...withVotes(id, -by(1), -by(-1)), votes: before });
        throw error;
      }
    },
    async report(id, reason) {
      await becomeReader();
      await sdk.call(`/comments/${id}/reports`, { method: 'POST', body: { reason } });
    },
  };
}
