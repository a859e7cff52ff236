/** By what the moderator acts. */
export type InputKind = 'key' | 'pointer';

let last: InputKind = 'key';

/** By what the last act was given. */
export const lastInput = (): InputKind => last;

/** Follows what the moderator acts by; gives the way to end it. */
export function followInput(): () => void {
  const onKey = (): void => {
    last = 'key';
  };
  const onPointer = (): void => {
    last = 'pointer';
  };
  // A button that is pressed by a key gives a click without a press of the pointer before it.
  addEventListener('keydown', onKey, true);
  addEventListener('pointerdown', onPointer, true);
  return () => {
    removeEventListener('keydown', onKey, true);
    removeEventListener('pointerdown', onPointer, true);
  };
}
