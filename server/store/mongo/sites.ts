import { trusted } from 'mongoose';
import type { SiteId } from '../../domain/types.ts';
import type { WordsSaving } from '../../domain/words.ts';
import type { Effects, SiteStore } from '../port.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { SiteDocument, WordsDocument, WordsVersionDocument } from './documents.ts';
import { toSite } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { type WordsFields, wordsFields, wordsOf } from './packed-words.ts';

/** So many past versions of a word list can be looked at and brought back. */
const KEPT_VERSIONS = 50;

/** @returns the embedding sites and their word lists. */
export function createSites({ models, outbox }: MongoContext): SiteStore {
  const { sites, words, wordVersions } = models;

  /** Stores the list over version `expected` (0: there is none yet); false when that is not the one there. */
  async function storeWords(id: SiteId, expected: number, list: Required<WordsFields>, fx: Effects): Promise<boolean> {
    const items = outbox.items(fx);
    const version = expected + 1;
    if (expected === 0) {
      try {
        await words.insertMany([{ _id: id, version, ...list, outbox: items }], { lean: true });
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    } else {
      const { matchedCount } = await words.updateOne(
        { _id: id, version: expected },
        { $set: { version, ...list }, $push: { outbox: { $each: items } } },
      );
      if (matchedCount === 0) return false;
    }
    await outbox.settle('words', id, items);
    return true;
  }

  /** For looking back: a process that dies before this has only lost a line of that. */
  async function keepVersion(siteId: SiteId, version: number, size: number, list: WordsFields, saved: WordsSaving): Promise<void> {
    await wordVersions.insertMany([{ siteId, version, ...list, size, ...saved }], { lean: true });
    await wordVersions.deleteMany({ siteId, version: trusted({ $lte: version - KEPT_VERSIONS }) });
  }

  async function versionOf(id: SiteId): Promise<number> {
    const found = await words.findById(id, { version: 1 }).lean<{ version: number } | null>();
    return found?.version ?? 0;
  }

  return {
    async get(id) {
      const found = await sites.findById(id).lean<SiteDocument | null>();
      return found === null ? null : toSite(found);
    },

    async list() {
      const found = await sites.find().sort({ _id: 1 }).lean<SiteDocument[]>();
      return found.map(toSite);
    },

    async create(site, fx) {
      const { id, ...rest } = site;
      const items = outbox.items(fx);
      const made: SiteDocument = { _id: id, ...rest, outbox: items };
      await sites.insertMany([made], { lean: true });
      await outbox.settle('sites', id, items);
      return toSite(made);
    },

    async change(id, expected, patch, fx) {
      const items = outbox.items(fx);
      const changed = await sites
        .findOneAndUpdate(
          { _id: id, revision: expected },
          { $set: { ...patch, revision: expected + 1 }, $push: { outbox: { $each: items } } },
          { returnDocument: 'after' },
        )
        .lean<SiteDocument | null>();
      if (changed === null) {
        if (await sites.exists({ _id: id })) throw new StaleRevision('the site was changed meanwhile');
        throw new NotFound('no such site');
      }
      await outbox.settle('sites', id, items);
      return toSite(changed);
    },

    async words(id) {
      const found = await words.findById(id, { outbox: 0 }).lean<Omit<WordsDocument, 'outbox'> | null>();
      return found === null ? { version: 0, entries: [], comments: [] } : { version: found.version, ...(await wordsOf(found)) };
    },

    wordsVersion: versionOf,

    async wordsAt(id, version) {
      const found = await wordVersions.findOne({ siteId: id, version }, { entries: 1, comments: 1, packed: 1 }).lean<WordsFields | null>();
      return found === null ? null : wordsOf(found);
    },

    async wordVersions(id) {
      const found = await wordVersions
        .find({ siteId: id }, { _id: 0, version: 1, size: 1, at: 1, by: 1 })
        .sort({ version: -1 })
        .lean<Pick<WordsVersionDocument, 'version' | 'size' | 'at' | 'by'>[]>();
      return found.map(({ version, size, at, by }) => ({
        version,
        entries: size,
        saved: { at, by },
      }));
    },

    async saveWords(id, expected, list, saved, fx) {
      const fields = await wordsFields(list);
      for (;;) {
        const version = expected ?? (await versionOf(id));
        if (await storeWords(id, version, fields, fx)) {
          await keepVersion(id, version + 1, list.size, fields, saved);
          return version + 1;
        }
        if (expected !== null) throw new StaleRevision('the words were changed meanwhile');
      }
    },
  };
}
