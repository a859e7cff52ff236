import { expect, test } from '@jest/globals';
import { KEY_GROUPS } from '../../client-console/keys/key-groups.ts';
import { type Awaited, commandOf, type Press } from '../../client-console/keys/map.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  shift: false,
  modified: false,
  isComposing: false,
  isRepeated: false,
  isTyping: false,
  isOnControl: false,
  ...more,
});

/** What keys pressed one after the other ask for. */
function commandsOf(...keys: string[]): unknown[] {
  let awaited: Awaited = null;
  return keys.map((key) => {
    const outcome = commandOf(press(key), awaited);
    ({ awaited } = outcome);
    return outcome.command;
  });
}

test('r, then a digit, refuses with that reason; Enter with the last', () => {
  expect(commandsOf('r', '1')).toEqual([{ do: 'askReason' }, { do: 'reject', reason: 'AD' }]);
  expect(commandsOf('r', '9')[1]).toEqual({ do: 'reject', reason: 'PRIVACY' });
  expect(commandsOf('r', 'Enter')[1]).toEqual({ do: 'reject', reason: 'OTHER' });
});

test('a digit alone decides nothing, and a stray key does not end the question', () => {
  expect(commandsOf('1')).toEqual([null]);
  expect(commandsOf('r', 'z', '2')).toEqual([{ do: 'askReason' }, null, { do: 'reject', reason: 'SPAM' }]);
});

test('another decision takes the place of a refusal that was begun', () => {
  expect(commandsOf('r', 'a', '1')).toEqual([{ do: 'askReason' }, { do: 'decide', action: 'approve' }, null]);
});

test('g leads to screens and nowhere else', () => {
  expect(commandsOf('g', 'c', 'c')).toEqual([null, { do: 'go', screen: 'comments' }, { do: 'claim' }]);
  expect(commandsOf('g', 'e', 'e')).toEqual([null, { do: 'goEscalated' }, { do: 'decide', action: 'escalate' }]);
  expect(commandsOf('g', 'z', 'a')).toEqual([null, null, { do: 'decide', action: 'approve' }]);
});

test('keys of people who write, compose or command the browser mean nothing', () => {
  for (const more of [{ isTyping: true }, { isComposing: true }, { modified: true }])
    expect(commandOf(press('a', more), null)).toEqual({ command: null, awaited: null });
});

test('a key that is held down moves on and does nothing else again', () => {
  const held = { isRepeated: true };
  for (const key of ['a', 's', 'h', 'e', 'r', 'b', 'm', 'u', 'x', 'c']) expect(commandOf(press(key, held), null).command).toBeNull();
  expect(commandOf(press('1', held), 'reason')).toEqual({ command: null, awaited: 'reason' });
  expect(commandOf(press('Enter', held), 'reason')).toEqual({ command: null, awaited: 'reason' });
  expect(commandOf(press('j', held), null).command).toEqual({ do: 'move', by: 1 });
});

test('Enter on a button is the button’s own', () => {
  expect(commandOf(press('Enter', { isOnControl: true }), null).command).toBeNull();
  expect(commandOf(press('Enter', { isOnControl: true }), 'reason').command).toBeNull();
});

test('Chinese punctuation and capitals are the same keys', () => {
  expect(commandsOf('？', '、', 'A')).toEqual([{ do: 'help' }, { do: 'search' }, { do: 'decide', action: 'approve' }]);
  expect(commandOf(press('X', { shift: true }), null).command).toEqual({ do: 'selectRange' });
});

test('every key in the table does something', () => {
  for (const name of Object.values(KEY_GROUPS).flat()) {
    const keys = name === 'Enter' || name.length === 1 ? [name] : [...name];
    const commands = name === 'X' ? [commandOf(press('X', { shift: true }), null).command] : commandsOf(...keys);
    expect([name, commands.at(-1)]).not.toEqual([name, null]);
  }
});
