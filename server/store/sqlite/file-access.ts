import type { Ms } from '../../domain/types.ts';
import type { Db } from './database.ts';
import type { Writer } from './writer-client.ts';

/** How the parts of the store reach their file. */
export interface FileAccess {
  /** Runs a read here; after `close()` it is StoreBusy. */
  read: <T>(look: (db: Db) => T) => Promise<T>;
  /** Has the one thread write that commits in groups. */
  writer: Pick<Writer, 'write' | 'backup'>;
  /** The time of day. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
}
