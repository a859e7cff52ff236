import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import mongoose from 'mongoose';

const ROW = { thread: 'a', body: '这条路修了三个月，终于通车了。'.repeat(4), at: 0 };

/** Rows a second that SQLite itself stores (WAL, synchronous=FULL), so many in a transaction. */
export function bareSqlite(file: string, perTransaction: number, seconds: number): number {
  const db = new DatabaseSync(file);
  try {
    db.exec(
      'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, thread TEXT, body TEXT, at INTEGER)',
    );
    const insert = db.prepare('INSERT INTO rows (thread, body, at) VALUES ($thread, $body, $at)');
    const began = performance.now();
    let rows = 0;
    while (performance.now() - began < seconds * 1000) {
      db.exec('BEGIN IMMEDIATE');
      for (let i = 0; i < perTransaction; i++) insert.run({ ...ROW, at: rows++ });
      db.exec('COMMIT');
    }
    return rows / ((performance.now() - began) / 1000);
  } finally {
    db.close();
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  }
}

/** Documents a second that MongoDB itself stores through mongoose (w:majority, j:true), so many at once. */
export async function bareMongo(url: string, atOnce: number, seconds: number): Promise<number> {
  const connection = await mongoose.createConnection(url, { writeConcern: { w: 'majority', j: true } }).asPromise();
  try {
    const Row = connection.model('bare', new mongoose.Schema({ thread: String, body: String, at: Number }));
    await Row.create({ ...ROW });
    const end = performance.now() + seconds * 1000;
    let rows = 0;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (performance.now() < end) {
          await Row.create({ ...ROW, at: rows });
          rows++;
        }
      }),
    );
    return rows / ((performance.now() - began) / 1000);
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}
