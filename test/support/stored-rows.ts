import { DatabaseSync } from 'node:sqlite';
import { mongo } from 'mongoose';
import type { StartedServer } from './start-server.ts';

/** Everything that a store holds, by table or collection: each row as JSON. Bytes are shown as text. */
export type StoredRows = Map<string, string[]>;

/** Reads all that the store of a server holds, past the program. */
export function storedRows({ databaseUrl }: Pick<StartedServer, 'databaseUrl'>): Promise<StoredRows> {
  return databaseUrl.startsWith('sqlite:') ? Promise.resolve(inFile(databaseUrl.slice('sqlite:'.length))) : inMongo(databaseUrl);
}

function shown(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

function inFile(file: string): StoredRows {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows: StoredRows = new Map();
  for (const { name } of tables) {
    const select = database.prepare(`SELECT * FROM "${String(name)}"`);
    select.setReadBigInts(true);
    const found = select.all();
    rows.set(
      String(name),
      found.map((row) => JSON.stringify(row, shown)),
    );
  }
  database.close();
  return rows;
}

async function inMongo(url: string): Promise<StoredRows> {
  const client = await mongo.MongoClient.connect(url);
  try {
    const rows: StoredRows = new Map();
    for (const { collectionName } of await client.db().collections()) {
      const found = await client.db().collection(collectionName).find().sort({ _id: 1 }).toArray();
      rows.set(
        collectionName,
        found.map((row) => JSON.stringify(row)),
      );
    }
    return rows;
  } finally {
    await client.close();
  }
}

/** Where any of the texts stands, as `table: row`. */
export function rowsWith(rows: StoredRows, texts: readonly string[]): string[] {
  return [...rows].flatMap(([table, all]) =>
    all.filter((row) => texts.some((text) => row.includes(text))).map((row) => `${table}: ${row}`),
  );
}
