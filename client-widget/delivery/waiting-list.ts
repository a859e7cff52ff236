import type { Sending, State } from '../state.ts';
import type { Controller } from '../types/controller.ts';

/** The comments that are being sent or wait for it, in the state of the box and in this browser's storage. */
export interface WaitingList {
  has(one: Sending): boolean;
  add(one: Sending): void;
  /** Gives a state without this comment; storage is already without it. */
  without(one: Sending, state?: State): State;
  setState(one: Sending, state: Sending['state']): void;
}

/** Opens it with what waited before the page was loaded. */
export function createWaitingList(box: Controller): WaitingList {
  const { keptHere } = box;
  const before = (keptHere.get<Sending[]>('sending') ?? []).map((one): Sending => ({ ...one, state: 'waiting' }));
  box.set({ ...box.state, sending: before });
  /** Keys of this window; another window with the same page keeps its own beside them. */
  const known = new Set(before.map(({ key }) => key));

  function withSending(state: State, sending: readonly Sending[]): State {
    const others = (keptHere.get<Sending[]>('sending') ?? []).filter(({ key }) => !known.has(key));
    const all = [...others, ...sending];
    if (all.length === 0) keptHere.remove('sending');
    else keptHere.set('sending', all);
    return { ...state, sending };
  }

  return {
    has: (one) => box.state.sending.some(({ key }) => key === one.key),
    add(one) {
      known.add(one.key);
      box.set(withSending(box.state, [...box.state.sending, one]));
    },
    without: (one, state = box.state) =>
      withSending(
        state,
        box.state.sending.filter(({ key }) => key !== one.key),
      ),
    setState(one, state) {
      const { sending } = box.state;
      box.set(
        withSending(
          box.state,
          sending.map((other) => (other.key === one.key ? { ...other, state } : other)),
        ),
      );
    },
  };
}
