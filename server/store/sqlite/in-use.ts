import { statSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Has any connection, of this process or of another one, the file open? A connection to a file with a write-ahead log holds a
 * shared lock as long as it is open, so that nobody else gets the exclusive one. What cannot be asked is reported by who opens it.
 */
export function isFileInUse(file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return false;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    // The lower byte is the code without its particulars.
    return isNativeError(error) && 'errcode' in error && Number(error.errcode) % 256 === SQLITE_BUSY;
  } finally {
    database.close();
  }
}
