import type { ReaderActions } from '../types/actions.ts';
import type { Controller } from '../types/controller.ts';

/** What a browser without a reader shows. */
const NOBODY = { readerId: null, reader: null, votes: {}, own: [] } as const;

export function createReaderActions(box: Controller): ReaderActions {
  return {
    async setReader(token) {
      if (token === null) box.kept.remove('token');
      else box.kept.set('token', token);
      const me = await box.fetchMe();
      // Another one may have come meanwhile, and one that was refused is forgotten.
      const now = box.token();
      if (now !== token && now !== null) return;
      box.set({ ...box.state, ...(now === null ? NOBODY : me) });
      box.onToken();
    },
  };
}
