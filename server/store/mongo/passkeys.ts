import { trusted } from 'mongoose';
import { MOST_PASSKEYS, type Passkey } from '../../domain/accounts.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Id, StaffId } from '../../domain/types.ts';
import type { PasskeyUse } from '../port-admin.ts';
import type { MongoContext } from './context.ts';

/** See the port. */
export async function addPasskey({ outbox, models }: MongoContext, id: StaffId, passkey: Passkey, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const added = await models.staff.updateOne(
    {
      _id: id,
      gone: false,
      'passkeys.credentialId': trusted({ $ne: passkey.credentialId }),
      [`passkeys.${MOST_PASSKEYS - 1}`]: trusted({ $exists: false }),
    },
    { $push: { passkeys: passkey, outbox: { $each: items } } },
  );
  if (added.matchedCount === 0) return false;
  await outbox.settle('staff', id, items);
  return true;
}

/** See the port. */
export async function usePasskey({ models }: MongoContext, staffId: StaffId, { id, counter, at }: PasskeyUse): Promise<boolean> {
  const before = counter === 0 ? 0 : { $lt: counter };
  const used = await models.staff.updateOne(
    { _id: staffId, gone: false, passkeys: trusted({ $elemMatch: { id, counter: before } }) },
    { $set: { 'passkeys.$.counter': counter, 'passkeys.$.usedAt': at } },
  );
  return used.matchedCount === 1;
}

/** See the port. */
export async function removePasskey({ outbox, models }: MongoContext, staffId: StaffId, id: Id, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const removed = await models.staff.updateOne(
    { _id: staffId, gone: false, 'passkeys.id': id },
    { $pull: { passkeys: { id } }, $push: { outbox: { $each: items } } },
  );
  if (removed.matchedCount === 0) return false;
  await outbox.settle('staff', staffId, items);
  return true;
}
