/** A picture made from the name: its first character on a colour of its own. Part: `avatar`. */
import { HUES, hueColour, hueOf } from '../../server/domain/avatar-hue.ts';

export function Avatar({ name }: { name: string; picture?: string | null }) {
  const sign = [...name.trim()][0] ?? '·';
  return (
    <span class={`avatar c${hueOf(name)}`} part="avatar" aria-hidden="true">
      {sign.toUpperCase()}
    </span>
  );
}

/** The colours as style rules: a strict page forbids inline styles. */
export const avatarCss = Array.from({ length: HUES }, (_, i) => `.c${i}{background:${hueColour(i)}}`).join('');
