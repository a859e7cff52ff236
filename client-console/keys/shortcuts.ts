import { keysOn } from '../choices.ts';
import { askToBan } from '../parts/ban-dialog.tsx';
import { safeUrl } from '../parts/basic.tsx';
import { isHelpOpen } from '../parts/help.tsx';
import { answering, askAnswer, mayAnswer } from '../queue/answering.ts';
import { queueRoute } from '../queue/address.ts';
import { claimedBy, claimNext } from '../queue/claims.ts';
import { decideTarget, mayDo } from '../queue/decide-target.ts';
import { moveOn, showDetails, toggleSelected } from '../queue/navigate.ts';
import { askingFor, askNote, askReason, noteWish, pickReason } from '../queue/reason-question.ts';
import { target } from '../queue/target.ts';
import { askWhy, escalating } from '../queue/escalate.ts';
import { ESCALATED } from '../queue/filters.ts';
import { dispatch, focusedItem, followFocus, queue } from '../queue/store.ts';
import { undoLast } from '../queue/undo.ts';
import { texts } from '../i18n/texts.ts';
import { goTo, route } from '../router.ts';
import { toast } from '../toasts.ts';
import { bringIntoView, isInSight, subjectInFocus } from './focus.ts';
import { type Awaited, type Command, commandOf, isOnCard, type KeyDecision, type OnQueue, type Press } from './map.ts';

const WRITTEN_IN = /^(?:text|search|email|password|number|url|tel|)$/;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return WRITTEN_IN.test(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function pressOf(event: KeyboardEvent): Press {
  const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing, repeat, target } = event;
  return {
    key,
    shift: shiftKey,
    modified: ctrlKey || metaKey || altKey,
    isComposing,
    isRepeated: repeat,
    isTyping: isTyping(target),
    isOnControl: target instanceof Element && target.closest('button, a, summary, input, label') !== null,
  };
}

/** What lies above the page takes the keys for itself while it is open. */
const OPEN_ABOVE = 'dialog[open], .menu > ul, :popover-open';

/** Handles the keyboard while the moderator is signed in; gives the function that ends it. */
export function handleKeys(): () => void {
  let awaited: Awaited = null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector(OPEN_ABOVE) !== null) return;
    const press = pressOf(event);
    // A moderator who has switched letter keys off keeps Escape.
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
  if (isOnCard(command) && !canUseOnCard(command)) return route.value.screen === 'queue';
  if (command.do === 'go') goTo(command.screen, [], command.screen === 'queue' ? queueRoute().query : {});
  else if (command.do === 'goEscalated') goTo('queue', [], { kind: ESCALATED });
  else if (command.do === 'help') isHelpOpen.value = true;
  else if (command.do === 'search') return focusSearch();
  else if (command.do === 'undo') void undoLast();
  else if (command.do === 'reject') pickReason.value?.(command.reason);
  else if (command.do === 'cancel') cancel();
  else if (command.do === 'note' && askingFor.value !== null) noteWish.value = true;
  else if (route.value.screen !== 'queue') return false;
  else performOnQueue(command);
  // A card that was decided by a key leaves no placeholder: the next card takes its position.
  if (command.do === 'move' || command.do === 'decide' || command.do === 'reject') dispatch({ type: 'placeholdersRemoved', ids: 'all' });
  return true;
}

/** What is done to all selected cards, wherever they are. */
const OF_SELECTION: ReadonlySet<Command['do']> = new Set(['decide', 'askReason', 'reject', 'note']);

/**
 * Keys act on a card only where a person has put the focus, and only on what can be seen: the first one merely
 * brings a card that was scrolled away back into view.
 */
function canUseOnCard(command: Command): boolean {
  const subject = subjectInFocus();
  if (subject === null) {
    if (route.value.screen === 'queue' && queue.value.focused !== null && command.do !== 'details')
      toast(texts().keys.needsCard, { kind: 'note' });
    return false;
  }
  const { id } = subject.dataset;
  if (id !== undefined) dispatch({ type: 'focused', id });
  if ((target() === 'selection' && OF_SELECTION.has(command.do)) || isInSight(subject)) return true;
  bringIntoView(subject);
  return false;
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

function performOnQueue(command: QueueCommand): void {
  if (command.do === 'move') move(command.by);
  else if (command.do === 'decide') decideByKey(command.action);
  else if (command.do === 'askReason') askReasonByKey();
  else ON_QUEUE[command.do]();
}

/** The question is not put for a card that is not the moderator's to refuse. */
function askReasonByKey(): void {
  const of = target();
  if (of === null || of === 'selection' || mayDo(of.id, 'reject')) askReason(of);
  else toast(texts().notes.refusedPlain, { kind: 'note' });
}

function decideByKey(action: KeyDecision): void {
  if (action === 'escalate') askWhy(target());
  else void decideTarget(target(), action);
}

/** Moves the focus. From outside of the list the first step leads to the marked card, not past it, unless a colleague works on it. */
function move(by: 1 | -1): void {
  const { focused } = queue.value;
  const isThere = subjectInFocus() !== null || document.activeElement?.closest('.pane') !== null;
  if (focused === null || isThere || claimedBy(focused) !== null) moveOn(by);
  else followFocus();
}

type QueueCommand = Exclude<
  Command,
  { do: 'go' } | { do: 'goEscalated' } | { do: 'help' } | { do: 'search' } | { do: 'undo' } | { do: 'reject' } | { do: 'cancel' }
>;

/** What the commands of single keys do. */
const ON_QUEUE: Readonly<Record<OnQueue, () => void>> = {
  note: () => askNote(target()),
  ban: banAuthor,
  select: () => withFocused(toggleSelected),
  selectRange: () => withFocused((id) => dispatch({ type: 'rangeTo', id })),
  open: openArticle,
  claim: () => void claimNext(),
  details: () => showDetails(),
  answer: answerByKey,
};

function withFocused(run: (id: string) => void): void {
  const { focused } = queue.value;
  if (focused !== null) run(focused);
}

function answerByKey(): void {
  const item = focusedItem.value;
  if (item === null) return;
  if (mayAnswer(item)) askAnswer(item.comment.id);
  else toast(texts().notes.refusedPlain, { kind: 'note' });
}

function banAuthor(): void {
  const item = focusedItem.value;
  if (item !== null) askToBan(item.comment);
}

function openArticle(): void {
  const url = safeUrl(focusedItem.value?.context.thread.url ?? null);
  if (url !== null) window.open(url, '_blank', 'noopener,noreferrer');
}

/** Closes the question for the reason, else clears the selection; else the focus returns to its card. */
function cancel(): void {
  if (askingFor.value !== null) askReason(null);
  else if (escalating.value !== null) askWhy(null);
  else if (answering.value !== null) answering.value = null;
  else if (queue.value.selected.size > 0) dispatch({ type: 'selectionCleared' });
  followFocus();
}
