import type { AccountStore } from '../port-admin.ts';
import * as accounts from './accounts.ts';
import type { FileAccess } from './file-access.ts';

/** @returns staff, their sessions and their API tokens. */
export function createAccountStore({ read, writer }: FileAccess): AccountStore {
  return {
    createStaff: (staff, fx) => writer.write('createStaff', staff, fx),
    createFirstStaff: (staff, fx) => writer.write('createFirstStaff', staff, fx),
    staff: (id) => read((db) => accounts.getStaff(db, id)),
    staffByEmail: (email) => read((db) => accounts.staffByEmail(db, email)),
    staffByIdentity: (identity) => read((db) => accounts.staffByIdentity(db, identity)),
    listStaff: () => read(accounts.listStaff),
    changeStaff: (id, patch, fx, was) => writer.write('changeStaff', id, patch, fx, was),
    removeStaff: (id, fx) => writer.write('removeStaff', id, fx),
    staffByInvitation: (tokenHash) => read((db) => accounts.staffByInvitation(db, tokenHash)),
    acceptInvitation: (q, fx) => writer.write('acceptInvitation', q, fx),
    confirmSession: (tokenHash, at) => writer.write('confirmSession', tokenHash, at),
    sessionsOf: (staffId, now, idleSince) => read((db) => accounts.sessionsOf(db, staffId, now, idleSince)),
    useStep: (staffId, step) => writer.write('useStep', staffId, step),
    useRecoveryCode: (staffId, codeHash, fx) => writer.write('useRecoveryCode', staffId, codeHash, fx),
    addPasskey: (staffId, passkey, fx) => writer.write('addPasskey', staffId, passkey, fx),
    usePasskey: (staffId, use) => writer.write('usePasskey', staffId, use),
    removePasskey: (staffId, id, fx) => writer.write('removePasskey', staffId, id, fx),
    openSession: (session, fx) => writer.write('openSession', session, fx),
    async touchSession(tokenHash, now, idleSince, isUsed = true) {
      const found = await read((db) => accounts.findSession(db, tokenHash, now, idleSince));
      if (found === null || !isUsed || !found.isDue) return found?.session ?? null;
      const isStill = await writer.write('noteSession', tokenHash, now, idleSince);
      return isStill ? { ...found.session, seenAt: now } : null;
    },
    endSession: (tokenHash) => writer.write('endSession', tokenHash),
    endSessionsOf: (staffId, but) => writer.write('endSessionsOf', staffId, but),
    knowsNetwork: (account, network, now) => read((db) => accounts.knowsNetwork(db, account, network, now)),
    noteNetwork: (account, network, until) => writer.write('noteNetwork', account, network, until),
    createToken: (token, fx) => writer.write('createToken', token, fx),
    async useToken(tokenHash, now) {
      const found = await read((db) => accounts.findToken(db, tokenHash, now));
      if (found === null || !found.isDue) return found?.token ?? null;
      await writer.write('noteToken', tokenHash, now);
      return { ...found.token, usedAt: now };
    },
    tokensOf: (staffId) => read((db) => accounts.tokensOf(db, staffId)),
    deleteToken: (staffId, id, fx) => writer.write('deleteToken', staffId, id, fx),
  };
}
