import type { MailFollowerStore } from '../port-mail.ts';
import type { FileAccess } from './file-access.ts';
import { mailFollower, mailFollowerOf, mailFollowersAt, mailFollowersDue, mailWaiting } from './mail-followers.ts';

/** @returns the readers who asked for mail. */
export function createMailStore({ read, writer }: FileAccess): MailFollowerStore {
  return {
    get: (readerId) => read((db) => mailFollowerOf(db, readerId)),
    byId: (id) => read((db) => mailFollower(db, id)),
    atAddress: (siteId, emailHash, limit) => read((db) => mailFollowersAt(db, siteId, emailHash, limit)),
    save: (follower) => writer.write('saveMailFollower', follower),
    due: (now, limit) => read((db) => mailFollowersDue(db, now, limit)),
    waiting: () => read((db) => mailWaiting(db)),
  };
}
