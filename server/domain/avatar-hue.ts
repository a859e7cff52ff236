/** Hues round the circle; dark enough for white letters in each (5:1 in the yellow ones). */
export const HUES = 12;

/** Which of the hues stands behind the first sign of a name. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const char of name) sum += char.codePointAt(0) ?? 0;
  return sum % HUES;
}

/** The colour of a hue, as CSS writes it. */
export const hueColour = (hue: number): string => `hsl(${hue * 30} 45% 30%)`;
