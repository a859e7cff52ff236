import type { Connection } from 'mongoose';
import { LRUCache } from 'lru-cache';
import mongoose from 'mongoose';
import type { Store } from '../port.ts';
import type { OnWritten } from '../port-events.ts';
import { StoreBusy } from '../port.ts';
import { createAccounts } from './accounts.ts';
import { createAudit } from './audit.ts';
import { createBackup } from './backup.ts';
import { createComments } from './comments.ts';
import { type Clocks, MACHINE_CLOCKS } from '../clocks.ts';
import type { MongoContext } from './context.ts';
import { createConversations } from './conversations.ts';
import { createCounters } from './counters.ts';
import { DEADLINE, guarded, toStoreError } from './errors.ts';
import { createEventLog } from './event-log.ts';
import { createEvents } from './events.ts';
import { createImports } from './imports.ts';
import { createIndexQueue, type IndexQueue } from './index-queue.ts';
import { makeIndexes } from './indexes.ts';
import { createJobs } from './jobs.ts';
import { createLearntModels } from './learnt-models.ts';
import { createModeration } from './moderation.ts';
import { makeModels } from './models.ts';
import { createOutbox } from './outbox.ts';
import { createMailStore } from './mail-followers.ts';
import { createOneTimeStore } from './one-time.ts';
import { createPersonal } from './personal.ts';
import { createReaders } from './readers.ts';
import { createReasons } from './reasons.ts';
import { repairCounts } from './recount.ts';
import { createRetention } from './retention.ts';
import { createReportedTexts } from './reported-texts.ts';
import { createReports } from './reports.ts';
import { createSearch } from './search.ts';
import { warnOfServer } from './server-check.ts';
import { createSignals } from './signals.ts';
import { createSites } from './sites.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createThreads } from './threads.ts';
import { createMaintenance } from './maintenance.ts';
import { createWebhooks } from './webhooks.ts';
import { createVotes } from './votes.ts';
import { driverCollection, driverDatabase } from './driver.ts';

/** Where the store logs what an operator should know. */
export interface MongoLog {
  warn(facts: object, message: string): void;
}

/** Longest wait for a primary, in ms; then reads and writes are StoreBusy. */
const SELECTION_TIMEOUT = 4_000;

/** The name by which the connections of a store are known to the server: those to another database have another. */
const nameOf = (url: string): string => `liangju/${/^[^/]*\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? ''}`.slice(0, 100);
/** Once more this often, and after so long, ms: the server notices a moment later that a connection is closed. */
const LOOKS = 5;
const BETWEEN_LOOKS = 200;

/**
 * Has any process this database open as a store? Another database user's connections are not seen.
 * @throws StoreBusy when the server does not answer.
 */
export async function isDatabaseInUse(url: string): Promise<boolean> {
  const connection = await connect(url, 'liangju');
  try {
    for (let look = 1; ; look++) {
      const found = connection
        .getClient()
        .db('admin')
        .aggregate([
          { $currentOp: { allUsers: false, idleConnections: true } }, // What a closed connection was doing is ended within a moment.
          { $match: { appName: nameOf(url), killPending: { $ne: true } } },
          { $limit: 1 },
        ]);
      const isThere = (await found.toArray()).length > 0;
      if (!isThere || look === LOOKS) return isThere;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}

async function connect(url: string, appName = nameOf(url)): Promise<Connection> {
  const connection = mongoose.createConnection(url, {
    writeConcern: { w: 'majority', j: true },
    readPreference: 'primary',
    serverSelectionTimeoutMS: SELECTION_TIMEOUT,
    ignoreUndefined: true,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
    appName,
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close();
    throw toStoreError(error);
  }
}

/** What every store has; other programs may have one or two of the same name, not all. */
const MARKS = ['sites', 'threads', 'comments', 'readers'] as const satisfies readonly (keyof MongoContext['models'])[];

/** Has a store been made in the database of this address? Makes nothing. @throws StoreBusy when the server does not answer. */
export async function hasMongoStore(url: string): Promise<boolean> {
  const connection = await connect(url);
  try {
    const models = makeModels(connection);
    const there = new Set((await connection.listCollections()).map(({ name }) => name));
    return MARKS.every((name) => there.has(driverCollection(models[name]).collectionName));
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}

/**
 * Opens the store in MongoDB: a standalone server or a replica set. Makes the indexes that are missing,
 * repairs counts that a killed process did not finish, and warns of a server that should not be used so.
 * @param options.clocks those of this machine when left out.
 * @param options.onWritten is called with what this process has written.
 * @param url `mongodb://…` or `mongodb+srv://…`, with the name of the database.
 * @throws StoreBusy when the server does not answer.
 */
export async function openMongo(
  url: string,
  options: { log?: MongoLog | undefined; clocks?: Clocks | undefined; onWritten?: OnWritten | undefined } = {},
): Promise<Store> {
  const { clocks = MACHINE_CLOCKS, onWritten = () => undefined } = options;
  const connection = await connect(url);
  const warn = (error: unknown): void => options.log?.warn({ err: error }, 'effects of a write are moved later');
  try {
    const models = makeModels(connection);
    await warnOfServer(connection, url, (facts, message) => options.log?.warn(facts, message));
    await makeIndexes(models);
    await repairCounts(models, clocks.now());
    const warnOfSignals = (error: unknown): void => options.log?.warn({ err: error }, 'messages of other processes come late');
    const indexQueue = createIndexQueue(models, clocks, (error) =>
      options.log?.warn({ err: error }, 'texts are indexed for the search later'),
    );
    return makeStore(connection, models, indexQueue, { ...clocks, warn, onWritten }, warnOfSignals);
  } catch (error) {
    await connection.close();
    throw toStoreError(error);
  }
}

/** Joins the parts of the store. Over 80 lines because closing waits for what all of them have under way. */
function makeStore(
  connection: Connection,
  models: MongoContext['models'],
  indexQueue: IndexQueue,
  parts: Pick<MongoContext, 'now' | 'steady' | 'warn' | 'onWritten'>,
  warnOfSignals: (error: unknown) => void,
): Store {
  const log = createEventLog(models);
  const counters = createCounters(models);
  const outbox = createOutbox(models, { log, counters, ...parts });
  const reported = createReportedTexts({ models, indexQueue });
  const context: MongoContext = {
    models,
    outbox,
    log,
    reasons: createReasons(models),
    indexQueue,
    reported,
    moved: new LRUCache({ max: 10_000 }),
    ...parts,
  };
  indexQueue.processAll();

  let closing: Promise<void> | null = null;
  let underWay = 0;
  let atRest: (() => void) | null = null;

  function begin(): () => void {
    if (closing !== null) throw new StoreBusy('the store is closed');
    underWay++;
    return () => {
      underWay--;
      if (underWay === 0) atRest?.();
    };
  }

  async function finish(): Promise<void> {
    if (underWay > 0)
      await new Promise<void>((resolve) => {
        atRest = resolve;
      });
    await Promise.all([outbox.idle(), indexQueue.stop()]);
    await connection.close();
  }

  const ping = guarded({ run: () => driverDatabase(connection)?.admin().ping() }, begin, DEADLINE);
  return {
    comments: guarded(
      {
        ...createComments({ ...context, addCount: counters.add }),
        ...createConversations(context),
        ...createSearch(context),
        ...createVotes(context),
        ...createReports(context),
      },
      begin,
      DEADLINE,
    ),
    threads: createThreads({ ...context, addCount: counters.add }, begin),
    sites: guarded(createSites(context), begin, DEADLINE),
    readers: guarded(createReaders(context), begin, DEADLINE),
    moderation: guarded(createModeration(context), begin, DEADLINE),
    accounts: guarded(createAccounts(context), begin, DEADLINE),
    audit: guarded(createAudit(context), begin, DEADLINE),
    models: guarded(createLearntModels(context), begin),
    jobs: guarded(createJobs(context), begin),
    imports: guarded(createImports(context), begin),
    oneTime: guarded(createOneTimeStore(context), begin, DEADLINE),
    webhooks: guarded(createWebhooks(context), begin),
    mail: guarded(createMailStore(context), begin, DEADLINE),
    events: guarded(createEvents(context), begin),
    subscriptions: guarded(createSubscriptions(context), begin),
    signals: createSignals(connection, parts, warnOfSignals),
    personal: guarded(createPersonal(context, createJobs(context)), begin),
    retention: guarded(createRetention(context), begin),
    maintenance: guarded(createMaintenance({ ...context, addCount: counters.add }), begin),
    backup: guarded(createBackup(connection, context), begin),
    async health() {
      await ping.run();
    },
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
