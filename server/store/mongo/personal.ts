import { mongo, trusted } from 'mongoose';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import { NO_PROFILE } from '../../domain/members.ts';
import { erasedMark, type HeldRecord } from '../../domain/own-data.ts';
import type { CommentId, Id, ReaderId } from '../../domain/types.ts';
import type { JobStore } from '../port-admin.ts';
import type { HeldOf, PersonalStore } from '../port-personal.ts';
import type { Cut, Slice } from '../port-types.ts';
import type { MongoContext } from './context.ts';
import type { ErasureDocument, ReaderDocument } from './documents.ts';
import { driverCollection } from './driver.ts';
import { HELD_COLLECTIONS } from './held-collections.ts';
import { toReaderRecord } from './reader-record.ts';

interface Keyed {
  _id: string | mongo.ObjectId;
}

/** A key as a cursor holds it, and back. */
const textOfKey = (key: Keyed['_id']): string => (typeof key === 'string' ? `s${key}` : `o${key.toHexString()}`);
const keyOfText = (text: string): Keyed['_id'] => (text.startsWith('o') ? new mongo.ObjectId(text.slice(1)) : text.slice(1));

async function listHeld({ models }: MongoContext, { siteId, readerId, kind, cursor, limit }: HeldOf & Cut): Promise<Slice<HeldRecord>> {
  const { model, filter, shown } = HELD_COLLECTIONS[kind];
  const after = cursor === undefined ? null : keyOfText(String(decodeCursor(`held-${kind}`, cursor, ['string'])[0]));
  const found = await driverCollection(models[model])
    .find<Keyed>({ ...filter({ siteId, readerId }), ...(after === null ? {} : { _id: { $gt: after } }) } as object)
    .sort({ _id: 1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items: items.map(shown), nextCursor: last === undefined ? null : encodeCursor(`held-${kind}`, [textOfKey(last._id)]) };
}

async function detach({ models }: MongoContext, { siteId, readerId, kind, ids }: HeldOf & { ids: readonly Id[] }): Promise<number> {
  const { model, filter, detached } = HELD_COLLECTIONS[kind];
  const documents = driverCollection(models[model]);
  const whose = filter({ siteId, readerId });
  const found = await documents.find<Keyed>(whose, { projection: { _id: 1 }, sort: { _id: 1 }, limit: ids.length }).toArray();
  for (const [i, { _id }] of found.entries()) {
    const one = { ...whose, _id } as object;
    if (detached === null) await documents.deleteOne(one);
    else await documents.updateOne(one, detached(ids[i] ?? ''));
  }
  return found.length;
}

/** @returns what is held of readers, and its erasure. */
export function createPersonal(context: MongoContext, jobs: Pick<JobStore, 'create'>): PersonalStore {
  const { models, reported } = context;

  async function joinedInto(readerId: ReaderId): Promise<ReaderId[]> {
    const found = await models.readers.find({ 'joined.into': readerId }, { _id: 1 }).lean<{ _id: ReaderId }[]>();
    return found.map(({ _id }) => _id);
  }

  return {
    async account(id) {
      const found = await models.readers.findById(id).lean<ReaderDocument | null>();
      return found === null ? null : toReaderRecord(found);
    },
    held: (q) => listHeld(context, q),
    detach: (q) => detach(context, q),
    async forgetBeside(id: CommentId) {
      await reported.forgetFormer(id);
      await models.importedComments.deleteOne({ _id: id });
    },
    joinedInto,
    async beginErasure(readerId, { mark, comments, at }, job, fx) {
      await models.erasures.updateOne({ _id: mark }, { $set: { comments, at } }, { upsert: true });
      // The job deletes the account in the end, should this process die before it has emptied it.
      await jobs.create(job, fx);
      const joined = await joinedInto(readerId);
      for (const id of joined) await models.erasures.updateOne({ _id: erasedMark(id) }, { $set: { comments, at } }, { upsert: true });
      await models.identities.deleteMany({ readerId });
      // A mail must not go out after this.
      await models.mailFollowers.deleteOne({ readerId });
      await models.readers.updateMany(
        { _id: trusted({ $in: [readerId, ...joined] }) },
        {
          $set: { name: '', emailHash: null, email: null, ...NO_PROFILE, tokens: [] },
          $unset: { importId: 1, source: 1, verifiedAddress: 1 },
        },
      );
    },
    async endErasure(readerId) {
      for (const id of [readerId, ...(await joinedInto(readerId))])
        if (await models.comments.exists({ readerId: id }).hint('reader')) return false;
      await models.readers.deleteMany({ 'joined.into': readerId });
      await models.readers.deleteOne({ _id: readerId });
      return true;
    },
    async erasures({ after, limit }) {
      const found = await models.erasures
        .find({ _id: trusted({ $gt: after }) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<ErasureDocument[]>();
      return found.map(({ _id, comments, at }) => ({ mark: _id, comments, at }));
    },
  };
}
