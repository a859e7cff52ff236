/** The thread of the writer: it takes writes, does as many as wait in one transaction, and answers after the commit. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { ChangeNote } from '../../domain/events.ts';
import { WRITES, type NumberedCall, type Outcome } from './writes.ts';
import { openDatabase, type WriteDb } from './database.ts';
import { serializeError } from './errors.ts';
import { backup } from './maintenance.ts';

/** Most writes of one transaction: the first of them waits for the last. */
const GROUP = 256;

type Message = { writes: NumberedCall[] } | { backup: string; call: number } | { close: true };

const port = parentPort;
if (port === null) throw new Error('the writer runs as a worker thread');
const { file }: { file: string } = workerData;
const db = openDatabase(file, 'write');

/** Does one write in a savepoint of its own: when it fails, it alone is taken back. */
function attempt(write: NumberedCall): Outcome {
  db.run('SAVEPOINT attempt');
  try {
    const outcome = perform(write);
    db.run('RELEASE attempt');
    return outcome;
  } catch (error) {
    db.exec('ROLLBACK TO attempt; RELEASE attempt');
    const serialized = serializeError(error);
    if (isOfAll(serialized)) throw error;
    return { call: write.call, error: serialized };
  }
}

/** A full disk or a lost lock concerns the whole group. */
function isOfAll({ name }: { name: string }): boolean {
  return name === 'StoreFull' || name === 'StoreBusy';
}

function perform({ name, args, call }: NumberedCall): Outcome {
  // Name and arguments were paired by the type of the call on the other side.
  const write = WRITES[name] as (db: WriteDb, ...rest: unknown[]) => unknown;
  const written: ChangeNote[] = [];
  const result = write({ ...db, written }, ...args);
  return { call, result, written };
}

/** Does writes in one transaction. @throws what the transaction, or `each`, throws; nothing of the group is stored then. */
function inTransaction<T>(writes: readonly NumberedCall[], each: (write: NumberedCall) => T): T[] {
  db.exec('BEGIN IMMEDIATE');
  try {
    const results = writes.map(each);
    db.exec('COMMIT');
    return results;
  } catch (error) {
    // SQLite may have rolled back by itself.
    try {
      db.exec('ROLLBACK');
    } catch {}
    throw error;
  }
}

/**
 * Nearly always no write of a group fails, and savepoints are for nothing: SQLite keeps every page as it was before, and
 * its search index writes a segment at each. When a write fails, nothing was stored, and the group is done again with them.
 */
function doGroup(writes: NumberedCall[]): Outcome[] {
  try {
    return inTransaction(writes, perform);
  } catch (error) {
    if (writes.length === 1 || isOfAll(serializeError(error))) return failed(writes, error);
  }
  try {
    return inTransaction(writes, attempt);
  } catch (error) {
    return failed(writes, error);
  }
}

function failed(writes: readonly NumberedCall[], error: unknown): Outcome[] {
  return writes.map(({ call }) => ({ call, error: serializeError(error) }));
}

/** All that waits at this moment. */
function waiting(first: Message): Message[] {
  const messages = [first];
  for (let next = receiveMessageOnPort(workerPort); next !== undefined; next = receiveMessageOnPort(workerPort)) {
    messages.push(next.message as Message);
  }
  return messages;
}

const workerPort = port;
port.on('message', (first: Message) => {
  let writes: NumberedCall[] = [];
  const flush = (): void => {
    for (let i = 0; i < writes.length; i += GROUP) workerPort.postMessage(doGroup(writes.slice(i, i + GROUP)));
    writes = [];
  };
  for (const message of waiting(first)) {
    if ('writes' in message) writes.push(...message.writes);
    else {
      flush();
      if ('close' in message) close();
      else workerPort.postMessage([copyTo(message.backup, message.call)]);
    }
  }
  flush();
});

function copyTo(toFile: string, call: number): Outcome {
  try {
    return { call, result: backup(db, toFile), written: [] };
  } catch (error) {
    return { call, error: serializeError(error) };
  }
}

function close(): void {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  workerPort.postMessage('closed');
  workerPort.close();
}
