import { createListActions } from './actions/list.ts';
import { createLiveActions } from './actions/live.ts';
import { createOwnCommentActions } from './actions/own-comments.ts';
import { createReaderActions } from './actions/reader.ts';
import { createVoteActions } from './actions/votes.ts';
import { createDelivery } from './delivery.ts';
import type { Actions, Announcement } from './types/actions.ts';
import type { Controller } from './types/controller.ts';

/** Makes the writing half of a comment box. */
export function createActions(box: Controller): Actions {
  let announce: (announcement: Announcement) => void = () => undefined;
  const notify = (announcement: Announcement): void => announce(announcement);
  return {
    ...createDelivery(box, (comment) => notify({ kind: 'sent', comment })),
    ...createReaderActions(box),
    ...createOwnCommentActions(box),
    ...createVoteActions(box),
    ...createListActions(box, notify),
    ...createLiveActions(box, notify),
    onAnnouncement(next) {
      announce = next;
    },
  };
}
