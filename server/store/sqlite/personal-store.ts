import type { PersonalStore, RetentionStore } from '../port-personal.ts';
import { readerRecord } from './backup-rows.ts';
import type { FileAccess } from './file-access.ts';
import * as personal from './personal.ts';
import * as retention from './retention.ts';

/** @returns what is held of readers, and its erasure. */
export function createPersonalStore({ read, writer }: FileAccess): PersonalStore {
  return {
    account: (id) => read((db) => readerRecord(db, id)),
    held: (q) => read((db) => personal.held(db, q)),
    detach: (q) => writer.write('detach', q),
    forgetBeside: (id) => writer.write('forgetBeside', id),
    beginErasure: (readerId, erasure, job, fx) => writer.write('beginErasure', readerId, erasure, job, fx),
    joinedInto: (readerId) => read((db) => personal.joinedInto(db, readerId)),
    endErasure: (readerId) => writer.write('endErasure', readerId),
    erasures: (q) => read((db) => personal.erasures(db, q)),
  };
}

/** @returns what is old, and its deletion. */
export function createRetentionStore({ read, writer }: FileAccess): RetentionStore {
  return {
    countOld: (kind, before) => read((db) => retention.countOld(db, kind, before)),
    deleteOld: (kind, before, limit) => writer.write('deleteOld', kind, before, limit),
    oldComments: (kind, before, limit) => read((db) => retention.oldComments(db, kind, before, limit)),
    auditStart: () => read(retention.auditStart),
  };
}
