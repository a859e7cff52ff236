import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { trusted } from 'mongoose';
import { type Grant, keepsAccounts, type Staff } from '../../domain/accounts.ts';
import { ALL_SITES } from '../../domain/all-sites.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Ms, StaffId } from '../../domain/types.ts';
import { LastAdministrator, NotFound, StaleRevision, StoreBusy } from '../port.ts';
import type { AccountStore, StaffPatch } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import { type StaffDocument, toStaff } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { addPasskey, removePasskey, usePasskey } from './passkeys.ts';

type Stored = StaffDocument & { _id: StaffId };

/** Who keeps the accounts (domain/accounts.ts). */
const KEEPERS = {
  gone: false,
  disabled: false,
  grants: trusted({ $elemMatch: { role: 'administrator', site: ALL_SITES } }),
};
/** A mark that is older was left by a process that died. */
const MARK_LASTS: Ms = 10_000;
/** So often it is tried while others are about to leave too. */
const TRIES = 40;

async function insertStaff({ outbox, models }: MongoContext, person: Staff, first: boolean, fx: Effects): Promise<Staff> {
  const { id, ...rest } = person;
  const items = outbox.items(fx);
  await models.staff.insertMany([{ _id: id, ...rest, first, gone: false, outbox: items }], { lean: true });
  await outbox.settle('staff', id, items);
  return person;
}

async function insertFirstStaff(context: MongoContext, person: Staff, fx: Effects): Promise<Staff | null> {
  if (await context.models.staff.exists({ gone: false })) return null;
  try {
    return await insertStaff(context, person, true, fx);
  } catch (error) {
    // There is one first at most: somebody else has just become it.
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

async function findOne({ models }: MongoContext, filter: Record<string, unknown>): Promise<Staff | null> {
  const found = await models.staff.findOne({ gone: false, ...filter }).lean<Stored | null>();
  return found === null ? null : toStaff(found);
}

async function listStaff({ models }: MongoContext): Promise<Staff[]> {
  const found = await models.staff.find({ gone: false }).sort({ email: 1 }).lean<Stored[]>();
  return found.map(toStaff);
}

/** Changes what is named of the one account that fits; null when there is none. */
async function write({ outbox, models }: MongoContext, filter: Record<string, unknown>, set: object, fx: Effects): Promise<Stored | null> {
  const items = outbox.items(fx);
  const changed = await models.staff
    .findOneAndUpdate(
      { gone: false, ...filter },
      { $set: { ...set }, $unset: { leaving: 1 }, $push: { outbox: { $each: items } } },
      { returnDocument: 'after' },
    )
    .lean<Stored | null>();
  if (changed !== null) await outbox.settle('staff', changed._id, items);
  return changed;
}

/**
 * Lets somebody stop keeping the accounts only while another keeps them, also of two who leave at once: each marks their own account
 * first, and goes when there is one without a mark; else takes the mark off and tries again a little later.
 * @throws NotFound, LastAdministrator, StoreBusy; StaleRevision when it is not as it was.
 */
async function leave(context: MongoContext, id: StaffId, set: object, fx: Effects, was: Was = {}): Promise<Stored> {
  const { staff } = context.models;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const mark = randomUUID();
    const own = { _id: id, 'leaving.mark': mark };
    const asItWas = filterOf(was);
    const marked = await staff.updateOne({ _id: id, gone: false }, { $set: { leaving: { mark, at: context.now() } } });
    if (marked.matchedCount === 0) throw new NotFound('no such staff');
    const others = await staff.find({ ...KEEPERS, _id: trusted({ $ne: id }) }, { leaving: 1 }).lean<Pick<Stored, '_id' | 'leaving'>[]>();
    if (others.some(({ leaving }) => leaving === undefined || leaving === null)) {
      const changed = await write(context, { ...own, ...asItWas }, set, fx);
      if (changed !== null) return changed;
      if (!(await staff.exists({ _id: id, gone: false, ...asItWas }))) {
        await staff.updateOne(own, { $unset: { leaving: 1 } });
        throw new StaleRevision(`staff ${id} has changed`);
      }
      continue;
    }
    await staff.updateOne(own, { $unset: { leaving: 1 } });
    if (others.length === 0) throw new LastAdministrator('nobody else keeps the accounts');
    const leftBehind = others.flatMap(({ leaving }) =>
      leaving !== undefined && leaving.at < context.now() - MARK_LASTS ? [leaving.mark] : [],
    );
    if (leftBehind.length > 0) await staff.updateMany({ 'leaving.mark': trusted({ $in: leftBehind }) }, { $unset: { leaving: 1 } });
    await sleep(randomInt(5, 60));
  }
  throw new StoreBusy('the accounts are being changed');
}

type Was = NonNullable<Parameters<AccountStore['changeStaff']>[3]>;

/** The filter that finds an account only as it was. */
function filterOf({ passwordHash, secondFactor, grants, identity }: Was): Record<string, unknown> {
  const factor =
    secondFactor === null
      ? { secondFactor: null }
      : { 'secondFactor.secret': secondFactor?.secret, 'secondFactor.isOn': secondFactor?.isOn };
  return {
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(secondFactor === undefined ? {} : factor),
    ...(identity === undefined ? {} : { identity }),
    ...(grants === undefined ? {} : { grants: trusted(theseGrants(grants)) }),
  };
}

/** Of a site there is one grant at most: as many, and each of these, are the same. */
function theseGrants(grants: readonly Grant[]): Record<string, unknown> {
  const each = grants.map(({ role, site }) => ({ $elemMatch: { role, site } }));
  return { $size: grants.length, ...(each.length === 0 ? {} : { $all: each }) };
}

async function changeStaff(context: MongoContext, id: StaffId, patch: StaffPatch, fx: Effects, was: Was = {}): Promise<Staff> {
  const before = await findOne(context, { _id: id });
  if (before === null) throw new NotFound('no such staff');
  const isLeaving = keepsAccounts(before) && !keepsAccounts({ ...before, ...patch });
  const changed = isLeaving ? await leave(context, id, patch, fx, was) : await write(context, { _id: id, ...filterOf(was) }, patch, fx);
  if (changed === null && (await findOne(context, { _id: id })) !== null) throw new StaleRevision(`staff ${id} has changed`);
  if (changed === null) throw new NotFound('no such staff');
  return toStaff(changed);
}

async function removeStaff(context: MongoContext, id: StaffId, fx: Effects): Promise<void> {
  const { models } = context;
  const before = await findOne(context, { _id: id });
  if (before === null) throw new NotFound('no such staff');
  // The address is free for another account at once.
  const removed = { gone: true, email: `removed ${id}`, invitation: null, secondFactor: null, passkeys: [], identity: null };
  const changed = keepsAccounts(before) ? await leave(context, id, removed, fx) : await write(context, { _id: id }, removed, fx);
  if (changed === null) throw new NotFound('no such staff');
  await models.tokens.updateMany({ staffId: id, gone: false }, { $set: { gone: true } });
  await models.sessions.deleteMany({ staffId: id });
}

async function acceptInvitation(
  context: MongoContext,
  { tokenHash, now, passwordHash }: Parameters<AccountStore['acceptInvitation']>[0],
  fx: Effects,
): Promise<Staff | null> {
  const filter = { 'invitation.tokenHash': tokenHash, 'invitation.until': trusted({ $gt: now }), disabled: false };
  const changed = await write(context, filter, { passwordHash, invitation: null }, fx);
  return changed === null ? null : toStaff(changed);
}

async function useStep({ models }: MongoContext, id: StaffId, step: number): Promise<boolean> {
  const filter = { _id: id, gone: false, 'secondFactor.lastStep': trusted({ $lt: step }) };
  return (await models.staff.updateOne(filter, { $set: { 'secondFactor.lastStep': step } })).matchedCount === 1;
}

async function useRecoveryCode({ outbox, models }: MongoContext, id: StaffId, codeHash: string, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const used = await models.staff.updateOne(
    { _id: id, gone: false, 'secondFactor.recoveryCodes': codeHash },
    { $pull: { 'secondFactor.recoveryCodes': codeHash }, $push: { outbox: { $each: items } } },
  );
  if (used.matchedCount === 0) return false;
  await outbox.settle('staff', id, items);
  return true;
}

/** @returns the accounts of staff; sessions and tokens are in accounts.ts. */
export function createStaffAccounts(
  context: MongoContext,
): Pick<
  AccountStore,
  | 'createStaff'
  | 'createFirstStaff'
  | 'staff'
  | 'staffByEmail'
  | 'staffByIdentity'
  | 'listStaff'
  | 'changeStaff'
  | 'removeStaff'
  | 'staffByInvitation'
  | 'acceptInvitation'
  | 'useStep'
  | 'useRecoveryCode'
  | 'addPasskey'
  | 'usePasskey'
  | 'removePasskey'
> {
  return {
    createStaff: (person, fx) => insertStaff(context, person, false, fx),
    createFirstStaff: (person, fx) => insertFirstStaff(context, person, fx),
    staff: (id) => findOne(context, { _id: id }),
    staffByEmail: (email) => findOne(context, { email }),
    staffByIdentity: (identity) => findOne(context, { identity }),
    listStaff: () => listStaff(context),
    changeStaff: (id, patch, fx, was) => changeStaff(context, id, patch, fx, was),
    removeStaff: (id, fx) => removeStaff(context, id, fx),
    staffByInvitation: (tokenHash) => findOne(context, { 'invitation.tokenHash': tokenHash }),
    acceptInvitation: (q, fx) => acceptInvitation(context, q, fx),
    useStep: (staffId, step) => useStep(context, staffId, step),
    useRecoveryCode: (staffId, codeHash, fx) => useRecoveryCode(context, staffId, codeHash, fx),
    addPasskey: (staffId, passkey, fx) => addPasskey(context, staffId, passkey, fx),
    usePasskey: (staffId, use) => usePasskey(context, staffId, use),
    removePasskey: (staffId, id, fx) => removePasskey(context, staffId, id, fx),
  };
}
