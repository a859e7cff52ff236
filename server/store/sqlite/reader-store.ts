import type { ReaderStore } from '../port-readers.ts';
import type { FileAccess } from './file-access.ts';
import * as readers from './readers.ts';

/** @returns the readers, what is known of them, and bans. */
export function createReaderStore({ read, writer, now }: FileAccess): ReaderStore {
  return {
    get: (ids) => read((db) => readers.getReaders(db, ids)),
    byToken: (tokenHash) => read((db) => readers.byToken(db, tokenHash, now())),
    createGuest: (reader, tokenHash) => writer.write('createGuest', reader, tokenHash, now()),
    signInMember: (reader, tokenHash, expiresAt) => writer.write('signInMember', reader, tokenHash, expiresAt),
    rename: (id, name) => writer.write('rename', id, name),
    history: (q) => read((db) => readers.history(db, q)),
    outcomes: (ids) => read((db) => readers.outcomes(db, ids)),
    ban: (one, fx) => writer.write('ban', one, fx),
    bansFor: (q) => read((db) => readers.bansFor(db, q)),
    unban: (siteId, id, fx) => writer.write('unban', siteId, id, fx),
    bans: (q) => read((db) => readers.listBans(db, q)),
  };
}
