import { BESIDE, RESERVED } from '../wordlists/text/name-words.ts';
import { nameSkeletons, withoutNumber } from '../wordlists/text/name-skeleton.ts';

const SPEAKS = new RegExp(`^(?:${BESIDE})*(?:${RESERVED})(?:${RESERVED}|${BESIDE})*$`);

/** Is the whole name made of a reserved word and what may stand beside it, a number too? A name in which one only occurs is not. */
export function isReservedName(name: string): boolean {
  return [name, withoutNumber(name)].some((one) => [...nameSkeletons(one)].some((skeleton) => SPEAKS.test(skeleton)));
}
