/**
 * Loaded into a command before its own modules (`node --import`): ends the process by SIGKILL at its n-th write to the store, a
 * statement of SQLite or a message to MongoDB. Every other time the write is sent first. KILL_AT: n, 0 for never. COUNT_TO: the
 * file to which a process that comes to its end adds how many writes each of its threads made.
 */
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const at = Number(process.env.KILL_AT ?? 0);
const file = process.env.COUNT_TO ?? '';
let count = 0;

/** Counts the calls of a method. */
function counted(prototype: object, name: string): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') throw new Error(`no method ${name}`);
  Object.defineProperty(prototype, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...args: unknown[]): unknown {
      const isLast = ++count === at;
      if (isLast && at % 2 === 0) process.kill(process.pid, 'SIGKILL');
      const result: unknown = Reflect.apply(original, this, args);
      if (isLast) process.kill(process.pid, 'SIGKILL');
      return result;
    },
  });
}

counted(StatementSync.prototype, 'run');
counted(DatabaseSync.prototype, 'exec');
counted(Socket.prototype, 'write');
process.on('exit', () => file !== '' && appendFileSync(file, `${count}\n`));
