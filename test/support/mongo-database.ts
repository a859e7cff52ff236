/** The driver as Node itself loads it: once for all test files of a process. Through jest each file would load it anew. */
function driver(): typeof import('mongoose')['mongo'] {
  const mongoose: typeof import('mongoose') = process.getBuiltinModule('node:module').createRequire(import.meta.url)('mongoose');
  return mongoose.mongo;
}

/**
 * Copies the documents of a database to another one of the same server; the indexes are made by who uses it.
 * Whoever has a session there has just proved who they are.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const client = await new (driver().MongoClient)(to).connect();
  try {
    const [source, target] = [client.db(from), client.db()];
    for (const { name } of await source.listCollections({}, { nameOnly: true }).toArray()) {
      const documents = await source.collection(name).find().toArray();
      if (documents.length > 0) await target.collection(name).insertMany(documents);
    }
    await target.collection('sessions').updateMany({}, { $set: { confirmedAt: Date.now() } });
  } finally {
    await client.close();
  }
}

/** Everything that a database holds, as text. */
export async function textOfDatabase(url: string): Promise<string> {
  const client = await new (driver().MongoClient)(url).connect();
  try {
    const collections = await client.db().listCollections({}, { nameOnly: true }).toArray();
    const documents = await Promise.all(collections.map(({ name }) => client.db().collection(name).find().toArray()));
    return JSON.stringify(documents);
  } finally {
    await client.close();
  }
}
