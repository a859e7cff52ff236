/**
 * The one place where the store goes past mongoose to MongoDB's driver. Mongoose's models cast and check each document and
 * each filter, and everything goes through them that does not have one of these reasons:
 *
 * - Many documents at once (inserts of a batch, bulk writes, long lists by `aggregate`): mongoose would cast every field of
 *   every document, which holds up the event loop. The store has made these documents and filters itself, from values that the
 *   port's types fix, and reads them back as it wrote them.
 * - Updates that are pipelines, and filters with `$expr`: mongoose does not know the types in them, and guards against them.
 * - Blocks of the search index: their field names are characters of texts, their values bytes.
 * - Commands that belong to no document: indexes, `validate`, `stats`, `hello`; and messages between processes, which have no model.
 *
 * A filter that is given to the driver is not sanitised: no value from outside may stand in it as an object.
 */
import type { Collection, Connection, mongo } from 'mongoose';

/** The driver's collection of a model. */
export function driverCollection({ collection }: { readonly collection: Collection }): Collection {
  return collection;
}

/** The driver's collection of a name, for one that has no model. */
export function namedCollection(connection: Connection, name: string): Collection {
  return connection.collection(name);
}

/** The driver's database of a connection; undefined while it is not open. */
export function driverDatabase({ db }: Pick<Connection, 'db'>): mongo.Db | undefined {
  return db;
}
