import { trusted } from 'mongoose';
import type { Site, SiteId } from '../../domain/types.ts';
import type { SizedWordBlocks, WordBlocks, WordList, WordVersion, WordsSaving } from '../../domain/words.ts';
import type { Effects } from '../../domain/effects.ts';
import type { SiteStore } from '../port-sites.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { SiteDocument, WordsDocument, WordsVersionDocument } from './documents.ts';
import { toSite } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { type WordsFields, wordsFields, wordsOf } from './packed-words.ts';

/** So many past versions of a word list can be looked at and brought back. */
const KEPT_VERSIONS = 50;

/** Stores the list over version `expected` (0: there is none yet); false when that is not the one there. */
async function storeWords(
  { outbox, models }: MongoContext,
  id: SiteId,
  expected: number,
  list: Required<WordsFields>,
  fx: Effects,
): Promise<boolean> {
  const items = outbox.items(fx);
  const version = expected + 1;
  if (expected === 0) {
    try {
      await models.words.insertMany([{ _id: id, version, ...list, outbox: items }], { lean: true });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  } else {
    const { matchedCount } = await models.words.updateOne(
      { _id: id, version: expected },
      { $set: { version, ...list }, $push: { outbox: { $each: items } } },
    );
    if (matchedCount === 0) return false;
  }
  await outbox.settle('words', id, items);
  return true;
}

/** For looking back: a process that dies before this has only lost a line of that. */
async function keepVersion(
  { models }: MongoContext,
  siteId: SiteId,
  version: number,
  size: number,
  list: WordsFields,
  saved: WordsSaving,
): Promise<void> {
  await models.wordVersions.insertMany([{ siteId, version, ...list, size, ...saved }], { lean: true });
  await models.wordVersions.deleteMany({ siteId, version: trusted({ $lte: version - KEPT_VERSIONS }) });
}

async function wordsVersion({ models }: MongoContext, id: SiteId): Promise<number> {
  const found = await models.words.findById(id, { version: 1 }).lean<{ version: number } | null>();
  return found?.version ?? 0;
}

async function findSite({ models }: MongoContext, id: SiteId): Promise<Site | null> {
  const found = await models.sites.findById(id).lean<SiteDocument | null>();
  return found === null ? null : toSite(found);
}

async function listSites({ models }: MongoContext): Promise<Site[]> {
  const found = await models.sites.find().sort({ _id: 1 }).lean<SiteDocument[]>();
  return found.map(toSite);
}

async function createSite({ outbox, models }: MongoContext, site: Site, fx: Effects): Promise<Site> {
  const { id, ...rest } = site;
  const items = outbox.items(fx);
  const made: SiteDocument = { _id: id, ...rest, outbox: items };
  await models.sites.insertMany([made], { lean: true });
  await outbox.settle('sites', id, items);
  return toSite(made);
}

async function changeSite(
  { outbox, models }: MongoContext,
  id: SiteId,
  expected: number,
  patch: Parameters<SiteStore['change']>[2],
  fx: Effects,
): Promise<Site> {
  const items = outbox.items(fx);
  const changed = await models.sites
    .findOneAndUpdate(
      { _id: id, revision: expected },
      { $set: { ...patch, revision: expected + 1 }, $push: { outbox: { $each: items } } },
      { returnDocument: 'after' },
    )
    .lean<SiteDocument | null>();
  if (changed === null) {
    if (await models.sites.exists({ _id: id })) throw new StaleRevision('the site was changed meanwhile');
    throw new NotFound('no such site');
  }
  await outbox.settle('sites', id, items);
  return toSite(changed);
}

async function findWords({ models }: MongoContext, id: SiteId): Promise<WordList> {
  const found = await models.words.findById(id, { outbox: 0 }).lean<Omit<WordsDocument, 'outbox'> | null>();
  return found === null ? { version: 0, entries: [], comments: [] } : { version: found.version, ...(await wordsOf(found)) };
}

async function findWordsAt({ models }: MongoContext, id: SiteId, version: number): Promise<WordBlocks | null> {
  const found = await models.wordVersions
    .findOne({ siteId: id, version }, { entries: 1, comments: 1, packed: 1 })
    .lean<WordsFields | null>();
  return found === null ? null : wordsOf(found);
}

async function listWordVersions({ models }: MongoContext, id: SiteId): Promise<WordVersion[]> {
  const found = await models.wordVersions
    .find({ siteId: id }, { _id: 0, version: 1, size: 1, at: 1, by: 1 })
    .sort({ version: -1 })
    .lean<Pick<WordsVersionDocument, 'version' | 'size' | 'at' | 'by'>[]>();
  return found.map(({ version, size, at, by }) => ({
    version,
    entries: size,
    saved: { at, by },
  }));
}

async function saveWords(
  context: MongoContext,
  id: SiteId,
  expected: number | null,
  list: SizedWordBlocks,
  saved: WordsSaving,
  fx: Effects,
): Promise<number> {
  const fields = await wordsFields(list);
  for (;;) {
    const version = expected ?? (await wordsVersion(context, id));
    if (await storeWords(context, id, version, fields, fx)) {
      await keepVersion(context, id, version + 1, list.size, fields, saved);
      return version + 1;
    }
    if (expected !== null) throw new StaleRevision('the words were changed meanwhile');
  }
}

/** @returns the embedding sites and their word lists. */
export function createSites(context: MongoContext): SiteStore {
  return {
    get: (id) => findSite(context, id),
    list: () => listSites(context),
    create: (site, fx) => createSite(context, site, fx),
    change: (id, expected, patch, fx) => changeSite(context, id, expected, patch, fx),
    words: (id) => findWords(context, id),
    wordsVersion: (id) => wordsVersion(context, id),
    wordsAt: (id, version) => findWordsAt(context, id, version),
    wordVersions: (id) => listWordVersions(context, id),
    saveWords: (id, expected, list, saved, fx) => saveWords(context, id, expected, list, saved, fx),
  };
}
