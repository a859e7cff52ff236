import type { ScreenName } from '../address.ts';
import { REASON_CODES, type ReasonCode } from '../../server/domain/decision-words.ts';

/** Commands of single keys in the queue, without parameters. */
export type OnQueue = 'note' | 'ban' | 'select' | 'selectRange' | 'open' | 'claim' | 'details' | 'answer';
/** Decisions that one key makes. */
export type KeyDecision = 'approve' | 'spam' | 'hide' | 'escalate';
/** What a key asks for. */
export type Command =
  | { do: 'move'; by: 1 | -1 }
  | { do: 'decide'; action: KeyDecision }
  | { do: 'askReason' }
  | { do: 'reject'; reason: ReasonCode }
  | { do: 'undo' }
  | { do: 'search' }
  | { do: 'help' }
  | { do: 'cancel' }
  | { do: OnQueue }
  | { do: 'go'; screen: ScreenName }
  | { do: 'goEscalated' };

/** What the next key is the answer to: the screen after `g`, the reason after `r`. */
export type Awaited = 'screen' | 'reason' | null;

export interface Press {
  key: string;
  shift: boolean;
  /** The key is held down: the browser sends it again and again. */
  isRepeated: boolean;
  /** Ctrl, ⌘ or Alt is down: the key belongs to the browser. */
  modified: boolean;
  isComposing: boolean;
  /** The focus is in a field for text. */
  isTyping: boolean;
  /** A button or link has the focus: Enter is its own. */
  isOnControl: boolean;
}

const SIMPLE: Readonly<Record<string, Command>> = {
  j: { do: 'move', by: 1 },
  k: { do: 'move', by: -1 },
  a: { do: 'decide', action: 'approve' },
  s: { do: 'decide', action: 'spam' },
  h: { do: 'decide', action: 'hide' },
  e: { do: 'decide', action: 'escalate' },
  b: { do: 'ban' },
  r: { do: 'askReason' },
  m: { do: 'note' },
  u: { do: 'undo' },
  x: { do: 'select' },
  o: { do: 'open' },
  c: { do: 'claim' },
  w: { do: 'answer' },
  '/': { do: 'search' },
  '?': { do: 'help' },
};
const GOES: Readonly<Record<string, ScreenName>> = { q: 'queue', c: 'comments', a: 'audit', s: 'sites', t: 'try', m: 'account' };

/** Keys as Chinese punctuation writes them. */
const SAME: Readonly<Record<string, string>> = { '？': '?', '、': '/', '／': '/' };

/** Commands that act on the card in focus. */
const ON_CARD: ReadonlySet<Command['do']> = new Set([
  'decide',
  'askReason',
  'reject',
  'note',
  'ban',
  'select',
  'selectRange',
  'open',
  'details',
  'answer',
]);
export const isOnCard = (command: Command): boolean => ON_CARD.has(command.do);

/**
 * What a key means now, and what the next one answers. Keys of people who write or compose mean nothing; a key that is
 * held down moves on from card to card and does nothing else again.
 */
export function commandOf(press: Press, awaited: Awaited): { command: Command | null; awaited: Awaited } {
  const outcome = firstCommandOf(press, awaited);
  return press.isRepeated && outcome.command?.do !== 'move' ? { command: null, awaited } : outcome;
}

function firstCommandOf(press: Press, awaited: Awaited): { command: Command | null; awaited: Awaited } {
  if (press.isComposing || press.isTyping || press.modified) return { command: null, awaited };
  if (press.key === 'Escape') return { command: { do: 'cancel' }, awaited: null };
  const key = SAME[press.key] ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  if (awaited === 'screen' && key === 'e') return { command: { do: 'goEscalated' }, awaited: null };
  if (awaited === 'screen') {
    const screen = GOES[key];
    return { command: screen === undefined ? null : { do: 'go', screen }, awaited: null };
  }
  if (awaited === 'reason') return reasonOf(key, press);
  if (key === 'g') return { command: null, awaited: 'screen' };
  if (key === 'x' && press.shift) return { command: { do: 'selectRange' }, awaited: null };
  if (key === 'Enter') return { command: press.isOnControl ? null : { do: 'details' }, awaited: null };
  const command = SIMPLE[key] ?? null;
  return { command, awaited: command?.do === 'askReason' || command?.do === 'note' ? 'reason' : null };
}

function reasonOf(key: string, press: Press): { command: Command | null; awaited: Awaited } {
  const reason = /^[1-9]$/.test(key) ? REASON_CODES[Number(key) - 1] : undefined;
  if (reason !== undefined) return { command: { do: 'reject', reason }, awaited: null };
  if (key === 'Enter' && !press.isOnControl) return { command: { do: 'reject', reason: 'OTHER' }, awaited: null };
  // Another command means that the moderator thought better of refusing; a stray key means nothing.
  const other = key === 'r' ? undefined : SIMPLE[key];
  if (other === undefined) return { command: null, awaited: 'reason' };
  return { command: other, awaited: other.do === 'note' ? 'reason' : null };
}
