/** For the table of keys: which there are, by what they are for. */
export const KEY_GROUPS = {
  deciding: ['a', 'r', 'm', 's', 'h', 'e', 'w', 'b', 'u'],
  moving: ['j', 'k', 'x', 'X', 'Enter', 'o', '/', 'c', '?'],
  going: ['gq', 'ge', 'gc', 'ga', 'gs', 'gt', 'gm'],
} as const;
