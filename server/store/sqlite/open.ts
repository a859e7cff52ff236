import { isNativeError } from 'node:util/types';
import { type OnWritten, type Store, StoreBusy } from '../port.ts';
import { type Clocks, MACHINE_CLOCKS } from '../clocks.ts';
import * as accounts from './accounts.ts';
import { readAll, restoreAll, stateOf } from './backup.ts';
import * as comments from './comment-writes.ts';
import * as lists from './comment-lists.ts';
import { type Db, openDatabase } from './database.ts';
import { rebuilt, serializeError } from './errors.ts';
import { examine } from './examine.ts';
import { throttled } from './throttled.ts';
import * as jobs from './jobs.ts';
import * as log from './log.ts';
import { migrate } from './migrate.ts';
import * as models from './models.ts';
import * as moderation from './moderation.ts';
import * as readers from './readers.ts';
import { commentOf, text } from './rows.ts';
import { search } from './search.ts';
import * as sites from './sites.ts';
import * as subscriptions from './subscriptions.ts';
import { createWordLists } from './word-lists.ts';
import * as threads from './threads.ts';
import * as maintenance from './maintenance.ts';
import * as votes from './votes.ts';
import { linkedWriter, type WriterLink } from './shared-writer.ts';
import { startWriter } from './writer-client.ts';

/**
 * Opens a store in an SQLite file, made when it is not there; its schema is brought to this version. Reads
 * run here; everything that writes goes to one thread that commits in groups.
 * @param options.writer the channel to that thread when it is in another process.
 * @param options.clocks those of this machine when left out.
 * @param options.onWritten is called with what this process has written.
 * @throws Error when the file is of a newer version or cannot be opened.
 */
export async function openSqlite(
  file: string,
  {
    writer: link,
    onWritten,
    clocks: { now, steady } = MACHINE_CLOCKS,
  }: { writer?: WriterLink | undefined; onWritten?: OnWritten | undefined; clocks?: Clocks | undefined } = {},
): Promise<Store> {
  const setUp = openDatabase(file, 'write');
  try {
    migrate(setUp, now());
  } finally {
    setUp.close();
  }
  const reader = openDatabase(file, 'read');
  const writer = link === undefined ? startWriter(file, onWritten) : linkedWriter(link, onWritten);
  let closed: Promise<void> | null = null;

  /** A read; after close() it is StoreBusy. */
  async function read<T>(look: (db: Db) => T): Promise<T> {
    if (closed !== null) throw new StoreBusy('the store is closed');
    try {
      return look(reader);
    } catch (error) {
      // What SQLite itself throws has a number of its own; anything else is the port's already, or a bug.
      throw isNativeError(error) && 'errcode' in error ? rebuilt(serializeError(error), error) : error;
    }
  }

  async function closeAll(): Promise<void> {
    await writer.close();
    reader.close();
  }

  return {
    comments: {
      create: (comment, fx, answer, guard) => writer.write('createComment', comment, fx, answer, guard),
      answer: (siteId, key) => read((db) => comments.findAnswer(db, siteId, key)),
      change: (id, expected, patch, fx) => writer.write('changeComment', id, expected, patch, fx),
      get: (ids) => read((db) => getComments(db, ids)),
      revisions: (id) => read((db) => comments.revisionsOf(db, id)),
      conversations: (q) => read((db) => lists.conversations(db, q)),
      tower: (q) => read((db) => lists.tower(db, q)),
      replies: (q) => read((db) => lists.replies(db, q)),
      ownHeld: (threadId, readerId, limit) => read((db) => lists.ownHeld(db, threadId, readerId, limit)),
      byReader: (q) => read((db) => lists.byReader(db, q)),
      search: (q) => read((db) => search(db, q)),
      vote: (id, readerId, value, at, network) => writer.write('vote', id, readerId, value, at, network),
      votesIn: (threadId, readerId, limit) => read((db) => votes.votesIn(db, threadId, readerId, limit)),
      report: (one, weight, network) => writer.write('report', one, weight, network),
      reporterRecord: (readerId) => read((db) => votes.reporterRecord(db, readerId)),
      reports: (ids) => read((db) => votes.reports(db, ids)),
      counts: (siteId, keys) => read((db) => threads.counts(db, siteId, keys)),
    },
    threads: {
      open: (siteId, key, seen) => writer.write('openThread', siteId, key, seen),
      find: (siteId, key) => read((db) => threads.findThread(db, siteId, key)),
      get: (ids) => read((db) => threads.getThreads(db, ids)),
      change: (id, expected, patch, fx) => writer.write('changeThread', id, expected, patch, fx),
      list: (q) => read((db) => threads.listThreads(db, q)),
    },
    sites: {
      get: (id) => read((db) => sites.getSite(db, id)),
      list: () => read(sites.listSites),
      create: (site, fx) => writer.write('createSite', site, fx),
      change: (id, expected, patch, fx) => writer.write('changeSite', id, expected, patch, fx),
      ...createWordLists(read, writer),
    },
    readers: {
      get: (ids) => read((db) => readers.getReaders(db, ids)),
      byToken: (tokenHash) => read((db) => readers.byToken(db, tokenHash, now())),
      createGuest: (reader_, tokenHash) => writer.write('createGuest', reader_, tokenHash, now()),
      signInMember: (reader_, tokenHash, expiresAt) => writer.write('signInMember', reader_, tokenHash, expiresAt),
      rename: (id, name) => writer.write('rename', id, name),
      history: (q) => read((db) => readers.history(db, q)),
      outcomes: (ids) => read((db) => readers.outcomes(db, ids)),
      ban: (one, fx) => writer.write('ban', one, fx),
      bansFor: (q) => read((db) => readers.bansFor(db, q)),
      unban: (siteId, id, fx) => writer.write('unban', siteId, id, fx),
      bans: (q) => read((db) => readers.listBans(db, q)),
    },
    moderation: {
      queue: (q) => read((db) => moderation.queue(db, q)),
      queueSize: (filter, most) => read((db) => moderation.queueSize(db, filter, most)),
      claim: (q, fx) => writer.write('claim', q, fx),
      renew: (staffId, ids, now, until) => writer.write('renew', staffId, ids, now, until),
      release: (staffId, ids) => writer.write('release', staffId, ids),
      openCase: (id, add, fx) => writer.write('openCase', id, add, fx),
    },
    accounts: {
      createStaff: (staff, fx) => writer.write('createStaff', staff, fx),
      createFirstStaff: (staff, fx) => writer.write('createFirstStaff', staff, fx),
      staff: (id) => read((db) => accounts.getStaff(db, id)),
      staffByEmail: (email) => read((db) => accounts.staffByEmail(db, email)),
      listStaff: () => read(accounts.listStaff),
      changeStaff: (id, patch, fx) => writer.write('changeStaff', id, patch, fx),
      openSession: (session, fx) => writer.write('openSession', session, fx),
      async touchSession(tokenHash, now, idleSince) {
        const found = await read((db) => accounts.findSession(db, tokenHash, now, idleSince));
        if (found === null || !found.isDue) return found?.session ?? null;
        const isStill = await writer.write('noteSession', tokenHash, now, idleSince);
        return isStill ? { ...found.session, seenAt: now } : null;
      },
      endSession: (tokenHash) => writer.write('endSession', tokenHash),
      endSessionsOf: (staffId) => writer.write('endSessionsOf', staffId),
      knowsNetwork: (account, network, now) => read((db) => accounts.knowsNetwork(db, account, network, now)),
      noteNetwork: (account, network, until) => writer.write('noteNetwork', account, network, until),
      createToken: (token, fx) => writer.write('createToken', token, fx),
      async useToken(tokenHash, now) {
        const found = await read((db) => accounts.findToken(db, tokenHash, now));
        if (found === null || !found.isDue) return found?.token ?? null;
        await writer.write('noteToken', tokenHash, now);
        return { ...found.token, usedAt: now };
      },
      tokensOf: (staffId) => read((db) => accounts.tokensOf(db, staffId)),
      deleteToken: (staffId, id, fx) => writer.write('deleteToken', staffId, id, fx),
    },
    audit: { list: (q) => read((db) => log.listAudit(db, q)), chain: (q) => read((db) => log.auditChain(db, q)) },
    models: {
      get: (siteId, name) => read((db) => models.getModel(db, siteId, name)),
      save: (siteId, name, expected, bytes) => writer.write('saveModel', siteId, name, expected, bytes),
    },
    jobs: {
      create: (job, fx) => writer.write('createJob', job, fx),
      get: (id) => read((db) => jobs.getJob(db, id)),
      list: (q) => read((db) => jobs.listJobs(db, q)),
      claim: (q) => writer.write('claimJob', q),
      progress: (id, worker, at) => writer.write('progressJob', id, worker, at),
      finish: (id, worker, end) => writer.write('finishJob', id, worker, end),
    },
    events: {
      append: (events) => writer.write('appendEvents', events),
      after: (q) => read((db) => log.after(db, q)),
      since: (q) => read((db) => log.since(db, q)),
      sinceMany: (heads, limit) => read((db) => log.sinceMany(db, heads, limit)),
      head: (channel) => read((db) => log.head(db, channel)),
      // A write answers when its events are in the log.
      flushed: () => Promise.resolve(),
    },
    signals: { open: () => Promise.resolve(null) },
    subscriptions: {
      async open(name, start) {
        const known = await read((db) => subscriptions.subscriptionState(db, name));
        if (known === null) await writer.write('openSubscription', name, start);
      },
      state: (name) => read((db) => subscriptions.subscriptionState(db, name)),
      claim: (q) => writer.write('claimSubscription', q),
      record: (q) => writer.write('recordSubscription', q),
      parked: (limit) => read((db) => subscriptions.parkedEvents(db, limit)),
      retryParked: (now) => writer.write('retryParked', now),
      lag: (name, types) => read((db) => subscriptions.subscriptionLag(db, name, types)),
    },
    maintenance: {
      importBatch: throttled((rows) => writer.write('importBatch', rows), steady),
      deleteConversations: (threadId, roots, fx) => writer.write('deleteConversations', threadId, roots, fx),
      recount: (threadId) => writer.write('recount', threadId),
      cleanUp: (q) => writer.write('cleanUp', q),
      size: () => read(maintenance.storeSize),
      fact: (name) => read((db) => maintenance.fact(db, name)),
      setFact: (name, value) => writer.write('setFact', name, value),
      async examine({ repair }) {
        const found = await read(examine);
        if (!repair || found.damage.length > 0) return found;
        for (const threadId of await writer.write('repair')) await writer.write('recount', threadId);
        return found;
      },
      backup: (toFile) => writer.backup(toFile),
    },
    backup: {
      read: () => read(() => readAll(file)),
      state: (q) => read((db) => stateOf(db, q)),
      restore: (batches) => restoreAll(file, batches),
      replaceFact: (name, before, after) => writer.write('replaceFact', name, before, after),
    },
    health: () => read((db) => void db.get('SELECT version FROM schema_migrations LIMIT 1')),
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}

function getComments(db: Db, ids: string[]) {
  const rows = db.all('SELECT * FROM comments WHERE id IN (SELECT value FROM json_each($ids))', { ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [text(row, 'id'), commentOf(row)]));
}
