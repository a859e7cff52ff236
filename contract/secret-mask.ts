/** Stands for a secret on the way out; sent back, it means "as it was". Apart from the schemas, so that the console need not load those. */
export const SECRET_MASK = '••••';

/** Stands for one secret of a list whose entries have no names. @param number its place in the stored list, from 1. */
export const numberedMask = (number: number): string => `${SECRET_MASK}${number}`;

/** The number of a mask that `numberedMask` made; null for any other text. */
export function numberOfMask(text: string): number | null {
  const number = text.startsWith(SECRET_MASK) ? text.slice(SECRET_MASK.length) : '';
  return /^[1-9]\d?$/.test(number) ? Number(number) : null;
}
