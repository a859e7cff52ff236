import type { AuditStore } from '../port-admin.ts';
import type { SubscriptionStore } from '../port-subscriptions.ts';
import type { EventStore } from '../port-events.ts';
import type { FileAccess } from './file-access.ts';
import * as log from './log.ts';
import * as subscriptions from './subscriptions.ts';

/** @returns the log of events. */
export function createEventStore({ read, writer }: FileAccess): EventStore {
  return {
    append: (events) => writer.write('appendEvents', events),
    after: (q) => read((db) => log.after(db, q)),
    since: (q) => read((db) => log.since(db, q)),
    sinceMany: (heads, limit) => read((db) => log.sinceMany(db, heads, limit)),
    head: (channel) => read((db) => log.head(db, channel)),
    // A write answers when its events are in the log.
    flushed: () => Promise.resolve(),
  };
}

/** @returns who follows the log of events, and how far. */
export function createSubscriptionStore({ read, writer }: FileAccess): SubscriptionStore {
  return {
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
  };
}

/** @returns the log of what staff and system did. */
export function createAuditStore({ read, writer }: FileAccess): AuditStore {
  return {
    list: (q) => read((db) => log.listAudit(db, q)),
    append: (entries) => writer.write('appendAudit', entries),
    chain: (q) => read((db) => log.auditChain(db, q)),
  };
}
