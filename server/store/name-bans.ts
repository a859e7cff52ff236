import type { Ban } from '../domain/bans.ts';
import { skeleton } from '../domain/names.ts';

/** Of the bans of words in names those whose word stands in this name, however it is drawn. */
export function fittingNameBans(bans: readonly Ban[], name: string | undefined): Ban[] {
  const drawn = skeleton(name ?? '');
  return bans.filter((ban) => {
    const word = skeleton(ban.value);
    return word !== '' && drawn.includes(word);
  });
}
