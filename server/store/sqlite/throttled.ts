import { setTimeout as rest } from 'node:timers/promises';
import type { Ms } from '../../domain/types.ts';
import type { MaintenanceStore } from '../port-admin.ts';
import { type ImportedRow, importedRow } from './import-batch.ts';

/**
 * Who waits for a file's lock asks for it every 100 ms at the longest: so long a rest lets everybody through. While
 * nobody else seems to write, a shorter one now and then hits the moment of the first who does.
 */
const REST_FOR_OTHERS = 110;
const REST_ALONE = 20;
/** Who has written lately will write again. */
const LATELY = 5_000;

/**
 * Batches one after another, with a rest after each in which other processes get at the file: SQLite gives its lock
 * to the one that asks in the right moment, and an import would always be the first.
 */
export function throttled(
  store: (rows: ImportedRow[]) => Promise<{ inserted: number; known: number; version: number }>,
  steady: () => Ms,
): MaintenanceStore['importBatch'] {
  let version = 0;
  let othersAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  async function storeOne(rows: ImportedRow[]): Promise<{ inserted: number; known: number }> {
    const { version: now, ...done } = await store(rows);
    if (version !== 0 && now !== version) othersAt = steady();
    version = now;
    return done;
  }

  return (comments) => {
    // Made while the batch before is stored.
    const rows = comments.map(importedRow);
    const stored = turn.then(() => storeOne(rows));
    turn = stored.then(
      () => rest(steady() - othersAt < LATELY ? REST_FOR_OTHERS : REST_ALONE),
      () => undefined,
    );
    return stored;
  };
}
