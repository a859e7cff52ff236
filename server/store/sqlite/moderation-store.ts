import type { ModerationStore } from '../port-admin.ts';
import type { FileAccess } from './file-access.ts';
import * as moderation from './moderation.ts';

/** @returns the moderators' queue with its claims. */
export function createModerationStore({ read, writer }: FileAccess): ModerationStore {
  return {
    queue: (q) => read((db) => moderation.queue(db, q)),
    queueSize: (filter, most) => read((db) => moderation.queueSize(db, filter, most)),
    claim: (q, fx) => writer.write('claim', q, fx),
    renew: (staffId, ids, now, until) => writer.write('renew', staffId, ids, now, until),
    release: (staffId, ids) => writer.write('release', staffId, ids),
    openCase: (id, add, fx) => writer.write('openCase', id, add, fx),
  };
}
