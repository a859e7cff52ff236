import { keysOn } from '../choices.ts';
import { safeUrl } from '../parts/basic.tsx';
import { isHelpOpen } from '../parts/help.tsx';
import { claimNext } from '../queue/claims.ts';
import { undoLast } from '../queue/decide.ts';
import { act, askingFor, askReason, moveOn, showDetails, target, toggleSelected } from '../queue/desk.ts';
import { dispatch, focusedItem, followFocus, queue } from '../queue/store.ts';
import { goTo, route } from '../router.ts';
import { type Awaited, type Command, commandOf, type Press } from './map.ts';

const WRITTEN_IN = /^(?:text|search|email|password|number|url|tel|)$/;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return WRITTEN_IN.test(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function pressOf(event: KeyboardEvent): Press {
  const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing, target } = event;
  return {
    key,
    shift: shiftKey,
    modified: ctrlKey || metaKey || altKey,
    isComposing,
    isTyping: isTyping(target),
    isOnControl: target instanceof Element && target.closest('button, a, summary, input, label') !== null,
  };
}

/** Listens to the keyboard while the moderator is signed in; gives the way to end it. */
export function listenToKeys(): () => void {
  let awaited: Awaited = null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    const press = pressOf(event);
    // Those who switched the letters off keep the keys that are no letters.
    if (!keysOn.value && press.key !== 'Escape') return;
    const outcome = commandOf(press, askingFor.value === null ? awaited : 'reason');
    awaited = outcome.awaited === 'screen' ? 'screen' : null;
    if (outcome.command === null || !perform(outcome.command)) return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** Does what a key asks for; false where it means nothing on this screen. */
function perform(command: Command): boolean {
  if (command.do === 'go') goTo(command.screen);
  else if (command.do === 'help') isHelpOpen.value = true;
  else if (command.do === 'search') return focusSearch();
  else if (route.value.screen !== 'queue') return false;
  else performOnQueue(command);
  return true;
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

function performOnQueue(command: Exclude<Command, { do: 'go' | 'help' | 'search' }>): void {
  const { focused } = queue.value;
  switch (command.do) {
    case 'move':
      return moveOn(command.by);
    case 'decide':
      return void act(target(), command.action);
    case 'askReason':
      return askReason(target());
    case 'reject':
      return void act(askingFor.value ?? target(), 'reject', command.reason);
    case 'undo':
      return void undoLast();
    case 'select':
      return focused === null ? undefined : toggleSelected(focused);
    case 'selectRange':
      return focused === null ? undefined : dispatch({ type: 'rangeTo', id: focused });
    case 'open':
      return openArticle();
    case 'claim':
      return void claimNext();
    case 'details':
      return showDetails();
    case 'cancel':
      return cancel();
  }
}

function openArticle(): void {
  const url = safeUrl(focusedItem.value?.context.thread.url ?? null);
  if (url !== null) window.open(url, '_blank', 'noopener,noreferrer');
}

/** Takes back one step: the question for the reason, else the selection; else the focus goes back to its card. */
function cancel(): void {
  if (askingFor.value !== null) askReason(null);
  else if (queue.value.selected.size > 0) dispatch({ type: 'selectionCleared' });
  followFocus();
}
