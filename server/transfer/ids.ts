import { importId } from '../domain/ids.ts';
import type { CommentId, Ms } from '../domain/types.ts';

/** An id of our own making: ten signs of time, sixteen of chance. */
const OWN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const TAIL_BEGIN = 10;

/** Is it an id in our own form, that can be kept? */
export function isOwnId(id: string): boolean {
  return OWN.test(id);
}

/** The part of an id that does not depend on the time. */
export function tailOfId(id: string): string {
  return id.slice(TAIL_BEGIN);
}

/** How the ids of a file become ours. */
export interface Ids {
  idOf(sourceId: string, createdAt: Ms): CommentId;
  /** The part of it that does not depend on the time: all that is known of a parent that has not come yet. */
  tailOf(sourceId: string): string;
  /** Is it one of our own form that stays as it is? */
  keeps(sourceId: string): boolean;
}

/**
 * The same ids in every run. Ids of our own form stay, so that links to comments lead where they did and a
 * site's own export brings it nothing new.
 * @param source what the ids are those of: the same ids from elsewhere are other comments.
 * @param keepsOwn false: they are another site's here, and get new ones too.
 */
export function idsOf(siteId: string, source: string, keepsOwn: boolean): Ids {
  const keeps = (sourceId: string): boolean => keepsOwn && isOwnId(sourceId);
  return {
    keeps,
    idOf: (sourceId, createdAt) => (keeps(sourceId) ? sourceId : importId(siteId, source, sourceId, createdAt)),
    tailOf: (sourceId) => tailOfId(keeps(sourceId) ? sourceId : importId(siteId, source, sourceId, 0)),
  };
}
