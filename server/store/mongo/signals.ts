import type { Connection } from 'mongoose';
import type { Ms } from '../../domain/types.ts';
import type { Clocks } from '../clocks.ts';
import type { SignalHandler, SignalStore } from '../port.ts';
import type { EventDocument } from './documents.ts';
import { toEvent } from './documents.ts';

/** Where processes leave word for each other. */
const SIGNALS = 'signals';
/** Word that nobody has heard by then is of no use, s. */
const KEPT = 60;
/** After a break the stream is opened again so late. */
const AGAIN_AFTER: Ms = 1_000;

/** Only what is new, and of it only what is needed. */
const PIPELINE = [
  { $match: { operationType: 'insert', 'ns.coll': { $in: ['events', SIGNALS] } } },
  { $project: { operationType: 1, ns: 1, fullDocument: 1 } },
];

/** An event, or what a process has told. */
type Inserted = EventDocument | { text: string };

/** Change streams need a replica set or a sharded cluster. */
async function hasStreams(connection: Connection): Promise<boolean> {
  const hello: { setName?: string; msg?: string } | undefined = await connection.db?.admin().command({ hello: 1 });
  return hello?.setName !== undefined || hello?.msg === 'isdbgrid';
}

/**
 * Word by change streams: of what any process brings into the log, and of what is left in a collection of its own.
 * @param warn is told of a stream that broke; it is opened again.
 */
export function createSignals(connection: Connection, { now }: Pick<Clocks, 'now'>, warn: (error: unknown) => void): SignalStore {
  async function follow(hear: SignalHandler): Promise<() => Promise<void>> {
    let closed = false;
    let again: NodeJS.Timeout | undefined;
    let isBroken = false;
    let stream = watch();

    function watch() {
      const opened = connection.watch<Inserted>(PIPELINE, { maxAwaitTimeMS: 5_000 });
      opened.on('change', (change) => {
        isBroken = false;
        if (!('fullDocument' in change) || change.fullDocument === undefined) return;
        if ('text' in change.fullDocument) hear.onSignal(change.fullDocument.text);
        else hear.logged([toEvent(change.fullDocument)]);
      });
      opened.on('error', (error) => {
        if (closed) return;
        if (!isBroken) warn(error);
        isBroken = true;
        void opened.close().catch(() => undefined);
        clearTimeout(again);
        again = setTimeout(() => {
          stream = watch();
          hear.lost();
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
    async open(hear) {
      if (!(await hasStreams(connection))) return null;
      const signals = connection.collection(SIGNALS);
      await signals.createIndex({ at: 1 }, { expireAfterSeconds: KEPT });
      const close = await follow(hear);
      return {
        async publish(text) {
          await signals.insertOne({ text, at: new Date(now()) }, { writeConcern: { w: 1 } });
        },
        close,
      };
    },
  };
}
