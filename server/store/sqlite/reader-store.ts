import type { ReaderStore } from '../port-readers.ts';
import type { FileAccess } from './file-access.ts';
import * as joins from './joins.ts';
import * as members from './members.ts';
import * as readers from './readers.ts';

/** @returns the readers, what is known of them, and bans. */
export function createReaderStore({ read, writer, now }: FileAccess): ReaderStore {
  return {
    get: (ids) => read((db) => readers.getReaders(db, ids)),
    byToken: (tokenHash) => read((db) => members.byToken(db, tokenHash, now())),
    createGuest: (reader, tokenHash) => writer.write('createGuest', reader, tokenHash, now()),
    signInMember: (signIn) => writer.write('signInMember', signIn),
    verify: (tokenHash, verified) => writer.write('verifyReader', tokenHash, verified, now()),
    penNames: (ids) => read((db) => members.penNames(db, ids)),
    endToken: (tokenHash) => writer.write('endToken', tokenHash),
    endTokensOf: (id) => writer.write('endTokensOf', id),
    tokensOf: (id) => read((db) => members.tokensOf(db, id, now())),
    staffReaders: (staffId) => read((db) => members.staffReaders(db, staffId)),
    identitiesOf: (id) => read((db) => members.identitiesOf(db, id)),
    join: (from, into, limit, at) => writer.write('join', from, into, limit, at),
    joinedSince: (since, limit) => read((db) => joins.joinedSince(db, since, limit)),
    importedAuthors: (q) => read((db) => members.importedAuthors(db, q)),
    noteRefusedToken: (siteId, refused) => writer.write('noteRefusedToken', siteId, refused),
    refusedTokens: (siteId) => read((db) => members.refusedTokens(db, siteId)),
    acceptTerms: (id, accepted) => writer.write('acceptTerms', id, accepted),
    rename: (id, name) => writer.write('rename', id, name),
    history: (q) => read((db) => readers.history(db, q)),
    outcomes: (ids) => read((db) => readers.outcomes(db, ids)),
    ban: (one, fx) => writer.write('ban', one, fx),
    bansFor: (q) => read((db) => readers.bansFor(db, q)),
    unban: (siteId, id, fx) => writer.write('unban', siteId, id, fx),
    bans: (q) => read((db) => readers.listBans(db, q)),
  };
}
