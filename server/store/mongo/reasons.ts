import { LRUCache } from 'lru-cache';
import { trusted } from 'mongoose';
import type { ReviewCase } from '../../domain/types.ts';
import { isDuplicateKey } from './errors.ts';
import type { Models } from './models.ts';

/** More reasons than these with one beginning are not looked up one by one. */
const LIKE_MOST = 40;

/** Every reason that a case was ever opened for: stable words, so that they are few. */
export interface Reasons {
  /** To be called before a case with such reasons is stored. */
  note(review: Pick<ReviewCase, 'reasons'> | null | undefined): Promise<void>;
  /** The reasons that begin with the text; null when they are too many. */
  like(start: string): Promise<string[] | null>;
}

/** @returns the reasons of cases, so that the beginning of one finds its cases by whole reasons. */
export function createReasons(models: Models): Reasons {
  const noted = new LRUCache<string, true>({ max: 5_000 });
  return {
    async note(review) {
      const fresh = (review?.reasons ?? []).filter((reason) => !noted.has(reason));
      if (fresh.length === 0) return;
      try {
        await models.reasons.insertMany(
          fresh.map((reason) => ({ _id: reason })),
          { lean: true, ordered: false },
        );
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      for (const reason of fresh) noted.set(reason, true);
    },

    async like(start) {
      const found = await models.reasons
        .find({ _id: trusted({ $gte: start }) })
        .sort({ _id: 1 })
        .limit(LIKE_MOST + 1)
        .lean<{ _id: string }[]>();
      const like = found.map(({ _id }) => _id).filter((reason) => reason.startsWith(start));
      return like.length > LIKE_MOST ? null : like;
    },
  };
}
