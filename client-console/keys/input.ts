/** The device with which the moderator works. */
export type InputKind = 'key' | 'pointer';

let last: InputKind = 'key';

/** The device of the moderator's last input. */
export const lastInput = (): InputKind => last;

/** Follows which device the moderator uses; gives what ends it. */
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
