import { withClaim, withClaimsEnded, withFocus, withRange, withToggled } from './card-events.ts';
import { withAdded, withCatchUp, withChanged, without, withFreshShown, withPage, withReturned, withSettled } from './list-events.ts';
import { withoutPlaceholders, withoutReturned } from './placeholders.ts';
import { adjacentTo } from './positions.ts';
import { EMPTY_QUEUE, isFreeFor, type QueueEvent, type QueueState } from './queue-state.ts';

/** The queue after an event, for the account `me`: its own claims do not keep the focus away from a card. */
export function afterEvent(state: QueueState, event: QueueEvent, me: string): QueueState {
  return withoutReturned(changedBy(state, event, me));
}

function changedBy(state: QueueState, event: QueueEvent, me: string): QueueState {
  switch (event.type) {
    case 'loading':
      return { ...EMPTY_QUEUE };
    case 'failed':
      return { ...state, phase: 'failed' };
    case 'page':
      return withPage(state, event, me);
    case 'caughtUp':
      return withCatchUp(state, event, me);
    case 'added':
      return withAdded(state, event.item, event.position);
    case 'freshShown':
      return withFreshShown(state);
    case 'left':
      return without(state, event.ids, me);
    case 'placeholdersRemoved':
      return state.placeholders.length === 0
        ? state
        : { ...state, placeholders: event.ids === 'all' ? [] : withoutPlaceholders(state.placeholders, event.ids) };
    case 'returned':
      return withReturned(state, event);
    case 'changed':
      return withChanged(state, event.item, event.note);
    case 'settled':
      return withSettled(state, event, me);
    case 'claimed':
      return withClaim(state, event.ids, event.claim);
    case 'claimsEnded':
      return withClaimsEnded(state, event.now);
    case 'focused':
      return withFocus(state, event.id, me);
    case 'moved':
      return withFocus(
        state,
        adjacentTo(state.items, state.focused, event.by, (item) => isFreeFor(me, item)),
        me,
      );
    case 'toggled':
      return withToggled(state, event.id);
    case 'rangeTo':
      return withRange(state, event.id);
    case 'selectionCleared':
      return { ...state, selected: new Set(), anchor: null };
  }
}
