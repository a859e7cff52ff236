import { findShown, withEvents, withOwn } from '../changes.ts';
import type { Announcement, LiveActions } from '../types/actions.ts';
import type { Controller } from '../types/controller.ts';

export function createLiveActions(box: Controller, notify: (announcement: Announcement) => void): LiveActions {
  const isTower = box.settings.view === 'tower';
  return {
    applyEvents(events) {
      const { own } = box.state;
      const next = withEvents(box.state, events, isTower);
      if (next === null) return false;
      box.set(next);
      for (const { id, status } of own) {
        const isOut = status !== 'published' && !next.own.some((one) => one.id === id);
        const comment = isOut ? findShown(next, id) : undefined;
        if (comment !== undefined) notify({ kind: 'decided', comment });
      }
      return true;
    },
    applyOwnComment(comment) {
      const before = box.state.own.find(({ id }) => id === comment.id);
      box.set(withOwn(box.state, comment, isTower));
      if (before !== undefined && before.status !== comment.status) notify({ kind: 'decided', comment });
    },
  };
}
