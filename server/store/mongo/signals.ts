import type { Connection } from 'mongoose';
import type { Ms } from '../../domain/types.ts';
import type { Clocks } from '../clocks.ts';
import type { SignalHandler, SignalStore } from '../port-events.ts';
import type { EventDocument } from './documents.ts';
import { toEvent } from './documents.ts';
import { driverDatabase, namedCollection } from './driver.ts';

/** The collection in which processes leave messages for each other. */
const SIGNALS = 'signals';
/** How long a message is kept, s; one that nobody has received by then is of no use. */
const KEPT = 60;
/** After a break the stream is opened again so late. */
const AGAIN_AFTER: Ms = 1_000;

/** Only what is new, and of it only what is needed. */
const PIPELINE = [
  { $match: { operationType: 'insert', 'ns.coll': { $in: ['events', SIGNALS] } } },
  { $project: { operationType: 1, ns: 1, fullDocument: 1 } },
];

/** An event, or a message of a process. */
type Inserted = EventDocument | { text: string };

/** Change streams need a replica set or a sharded cluster. */
export async function hasStreams(connection: Connection): Promise<boolean> {
  const hello: { setName?: string; msg?: string } | undefined = await driverDatabase(connection)?.admin().command({ hello: 1 });
  return hello?.setName !== undefined || hello?.msg === 'isdbgrid';
}

/**
 * Messages by change streams: events that any process brings into the log, and documents of the collection of messages.
 * @param warn is called with the error of a stream that broke; it is opened again.
 */
export function createSignals(connection: Connection, { now }: Pick<Clocks, 'now'>, warn: (error: unknown) => void): SignalStore {
  async function follow(handler: SignalHandler): Promise<() => Promise<void>> {
    let closed = false;
    let again: NodeJS.Timeout | undefined;
    let isBroken = false;
    let stream = watch();

    function watch() {
      const opened = connection.watch<Inserted>(PIPELINE, { maxAwaitTimeMS: 5_000 });
      opened.on('change', (change) => {
        isBroken = false;
        if (!('fullDocument' in change) || change.fullDocument === undefined) return;
        if ('text' in change.fullDocument) handler.onSignal(change.fullDocument.text);
        else handler.logged([toEvent(change.fullDocument)]);
      });
      opened.on('error', (error) => {
        if (closed) return;
        if (!isBroken) warn(error);
        isBroken = true;
        void opened.close().catch(() => undefined);
        clearTimeout(again);
        again = setTimeout(() => {
          stream = watch();
          handler.lost();
        }, AGAIN_AFTER);
      });
      return opened;
    }

    return async () => {
      closed = true;
      clearTimeout(again);
      await stream.close().catch(() => undefined);
    };
  }

  return {
    async open(handler) {
      if (!(await hasStreams(connection))) return null;
      const signals = namedCollection(connection, SIGNALS);
      await signals.createIndex({ at: 1 }, { expireAfterSeconds: KEPT });
      const close = await follow(handler);
      return {
        async publish(text) {
          await signals.insertOne({ text, at: new Date(now()) }, { writeConcern: { w: 1 } });
        },
        close,
      };
    },
  };
}
