/** A picture made from the name: its first character on a colour of its own. Part: `avatar`. */

/** Hues round the circle; dark enough for white letters in each (5:1 in the yellow ones). */
const HUES = 12;

export function Avatar({ name }: { name: string }) {
  const sign = [...name.trim()][0] ?? '·';
  let sum = 0;
  for (const char of name) sum += char.codePointAt(0) ?? 0;
  return (
    <span class={`avatar c${sum % HUES}`} part="avatar" aria-hidden="true">
      {sign.toUpperCase()}
    </span>
  );
}

/** The colours as style rules: a strict page forbids inline styles. */
export const avatarCss = Array.from({ length: HUES }, (_, i) => `.c${i}{background:hsl(${i * 30} 45% 30%)}`).join('');
