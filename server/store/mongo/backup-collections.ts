import type { mongo } from 'mongoose';
import { type BackupData, type BackupKind, OWN_FACTS } from '../port-backup.ts';
import { type BackupCollection, insertAll, plainCollection } from './backup-collection.ts';
import { commentCollection } from './backup-comments.ts';
import { auditCollection, eventCollection } from './backup-logs.ts';
import { wordsCollection } from './backup-words.ts';
import type { MongoContext } from './context.ts';
import {
  type BanDocument,
  type DeferredDocument,
  type ErasureDocument,
  type ImportDocument,
  type OriginDocument,
  type ReaderDocument,
  type ReportDocument,
  type SignInNetworkDocument,
  type SiteDocument,
  type StaffDocument,
  type SubscriptionDocument,
  type ThreadDocument,
  type TokenDocument,
  toBan,
  toSite,
  toStaff,
  toThread,
  toToken,
  type JobDocument,
  type VoteDocument,
} from './documents.ts';
import type { IdentityDocument } from './member-documents.ts';
import { toImport, toOrigin } from './imports.ts';
import { jobDocument } from './job-document.ts';
import { toJob } from './jobs.ts';
import { toIdentity } from './members.ts';
import type { Models } from './models.ts';
import { type MailFollowerDocument, toMailFollower } from './mail-document.ts';
import { toReaderRecord } from './reader-record.ts';
import { type DeliveryDocument, toDelivery, toWebhook, type WebhookDocument } from './webhook-documents.ts';
import type { MovedKeyDocument, ThreadMoveDocument } from './move-documents.ts';

/** Collections that a backup does not have, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  searchBlocks: 'what texts are found by follows from the texts',
  reasons: 'the reasons of cases follow from the comments',
  sessions: 'staff sign in again',
  oneTime: 'what is used once within minutes; who was signing in begins again',
  refusedTokens: 'of use for the hour in which a site sets up its sign-on',
  signals: 'messages between processes, kept for a minute',
};

const NOT_GONE = { gone: false };

/**
 * Every kind of record with its collections, in which a backup has them and a restore stores them. Over 80 lines because it is one table.
 */
export function backupCollections(context: MongoContext): { readonly [K in BackupKind]: BackupCollection<K> } {
  const { models } = context;
  return {
    fact: plainCollection<'fact', { _id: string; value: string }>(models, 'facts', {
      filter: { _id: { $nin: [...OWN_FACTS] } },
      toRecord: ({ _id, value }) => ({ name: _id, value }),
      toDocument: ({ name, value }) => ({ _id: name, value }),
    }),
    site: plainCollection<'site', SiteDocument>(models, 'sites', {
      toRecord: toSite,
      toDocument: ({ id, ...site }) => ({ _id: id, ...site, outbox: [] }),
    }),
    words: wordsCollection(models),
    model: modelCollection(models),
    staff: plainCollection<'staff', StaffDocument>(models, 'staff', {
      filter: NOT_GONE,
      toRecord: toStaff,
      toDocument: ({ id, ...staff }) => ({ _id: id, ...staff, first: false, gone: false, outbox: [] }),
    }),
    token: plainCollection<'token', TokenDocument>(models, 'tokens', {
      filter: NOT_GONE,
      toRecord: toToken,
      toDocument: ({ id, ...token }) => ({ _id: id, ...token, gone: false, outbox: [] }),
    }),
    network: plainCollection<'network', SignInNetworkDocument>(models, 'signInNetworks', {
      toRecord: ({ _id, account, until }) => ({ account, network: _id.slice(account.length + 1), until }),
      toDocument: ({ account, network, until }) => ({ _id: `${account} ${network}`, account, until }),
    }),
    reader: plainCollection<'reader', ReaderDocument>(models, 'readers', {
      toRecord: toReaderRecord,
      toDocument: ({ id, origin, joined, ...reader }) => ({
        _id: id,
        ...reader,
        ...(origin ?? {}),
        ...(joined === null ? {} : { joined }),
        ...(reader.emailVerified && reader.emailHash !== null ? { verifiedAddress: reader.emailHash } : {}),
      }),
    }),
    identity: identityCollection(models),
    mailFollower: plainCollection<'mailFollower', MailFollowerDocument>(models, 'mailFollowers', {
      toRecord: toMailFollower,
      toDocument: ({ id, ...follower }) => ({ _id: id, ...follower }),
    }),
    erasure: plainCollection<'erasure', ErasureDocument>(models, 'erasures', {
      toRecord: ({ _id, comments, at }) => ({ mark: _id, comments, at }),
      toDocument: ({ mark, ...erasure }) => ({ _id: mark, ...erasure }),
    }),
    ban: plainCollection<'ban', BanDocument>(models, 'bans', {
      filter: NOT_GONE,
      toRecord: toBan,
      toDocument: ({ id, ...ban }) => ({ _id: id, ...ban, gone: false, outbox: [] }),
    }),
    thread: plainCollection<'thread', ThreadDocument>(models, 'threads', {
      toRecord: toThread,
      toDocument: ({ id, ...thread }) => ({ _id: id, ...thread, outbox: [] }),
    }),
    oldKey: oldKeyCollection(models),
    merged: mergedCollection(models),
    comment: commentCollection(context),
    vote: voteCollection(models),
    report: reportCollection(context),
    job: plainCollection<'job', JobDocument>(models, 'jobs', { toRecord: toJob, toDocument: (job) => jobDocument(job, []) }),
    import: plainCollection<'import', ImportDocument>(models, 'imports', {
      toRecord: toImport,
      toDocument: ({ id, ...made }) => ({ _id: id, ...made, outbox: [] }),
    }),
    origin: plainCollection<'origin', OriginDocument>(models, 'importedComments', {
      toRecord: toOrigin,
      toDocument: ({ commentId, ...origin }) => ({ _id: commentId, ...origin }),
    }),
    event: eventCollection(models),
    subscription: plainCollection<'subscription', SubscriptionDocument>(models, 'subscriptions', {
      toRecord: ({ _id, position }) => ({ name: _id, position }),
      toDocument: ({ name, position }) => ({ _id: name, position, holder: null, leasedUntil: 0 }),
    }),
    deferred: plainCollection<'deferred', DeferredDocument>(models, 'deferredEvents', {
      toRecord: ({ subscription, event, attempts, dueAt, error, parkedAt }) => ({
        ...{ subscription, attempts, dueAt, error, parkedAt },
        event: JSON.parse(event),
      }),
      toDocument: ({ event, ...rest }) => ({
        _id: `${rest.subscription} ${event.position}`,
        position: event.position,
        event: JSON.stringify(event),
        ...rest,
      }),
    }),
    webhook: plainCollection<'webhook', WebhookDocument>(models, 'webhooks', {
      filter: NOT_GONE,
      toRecord: toWebhook,
      toDocument: ({ id, ...webhook }) => ({ _id: id, ...webhook, gone: false, holder: null, leasedUntil: 0, outbox: [] }),
    }),
    delivery: plainCollection<'delivery', DeliveryDocument>(models, 'webhookDeliveries', {
      toRecord: toDelivery,
      toDocument: ({ id, ...delivery }) => ({ _id: id, ...delivery }),
    }),
    audit: auditCollection(models),
  };
}

function identityCollection(models: Models): BackupCollection<'identity'> {
  return {
    collections: ['identities'],
    async *read(source) {
      const order = { siteId: 1, way: 1, subject: 1 } as const;
      for await (const document of source.find<IdentityDocument>('identities', {}, { sort: order })) yield toIdentity(document);
    },
    write: (records) =>
      insertAll(
        models,
        'identities',
        records.map((record) => ({ ...record })),
      ),
  };
}

function oldKeyCollection(models: Models): BackupCollection<'oldKey'> {
  return {
    collections: ['movedKeys'],
    async *read(source) {
      for await (const { siteId, key, threadId } of source.find<MovedKeyDocument>('movedKeys', {}, { sort: { siteId: 1, key: 1 } }))
        yield { siteId, key, threadId };
    },
    write: (records) =>
      insertAll(
        models,
        'movedKeys',
        records.map((record) => ({ ...record })),
      ),
  };
}

function mergedCollection(models: Models): BackupCollection<'merged'> {
  return {
    collections: ['threadMoves'],
    async *read(source) {
      for await (const { _id, siteId, into, state } of source.find<ThreadMoveDocument & { _id: string }>(
        'threadMoves',
        {},
        { sort: { _id: 1 } },
      ))
        if (into !== _id && state !== 'new') yield { siteId, id: _id, into };
    },
    write: (records) =>
      insertAll(
        models,
        'threadMoves',
        records.map(({ siteId, id, into }) => ({ _id: id, siteId, into, state: 'done', outbox: [] })),
      ),
  };
}

function modelCollection(models: Models): BackupCollection<'model'> {
  type Stored = { _id: string; revision: number; bytes: mongo.Binary };
  return {
    collections: ['models'],
    async *read(source) {
      for await (const { _id, revision, bytes } of source.find<Stored>('models', {}, { sort: { _id: 1 } })) {
        // No site's id has a colon.
        const end = _id.indexOf(':');
        yield { siteId: _id.slice(0, end), name: _id.slice(end + 1), revision, bytes: Uint8Array.from(bytes.value()) };
      }
    },
    write: (records) =>
      insertAll(
        models,
        'models',
        records.map(({ siteId, name, revision, bytes }) => ({ _id: `${siteId}:${name}`, revision, bytes: Buffer.from(bytes) })),
      ),
  };
}

function voteCollection(models: Models): BackupCollection<'vote'> {
  return {
    collections: ['votes'],
    async *read(source) {
      for await (const vote of source.find<VoteDocument>('votes')) {
        const { commentId, threadId, readerId, value, at, seat, uncounted } = vote;
        if (value === 0) continue;
        const network = seat?.slice(commentId.length + 1) ?? null;
        yield { commentId, threadId, readerId, value, at, isCounted: uncounted !== true, network };
      }
    },
    write: (records) =>
      insertAll(
        models,
        'votes',
        records.map(({ isCounted, network, ...vote }) => ({
          ...vote,
          ...(network === null ? {} : { seat: `${vote.commentId} ${network}` }),
          ...(isCounted ? {} : { uncounted: true }),
          pending: [],
        })),
      ),
  };
}

function reportCollection({ models, reported }: MongoContext): BackupCollection<'report'> {
  return {
    collections: ['reports'],
    async *read(source) {
      for await (const { _id, network = null, ...report } of source.find<ReportDocument>('reports')) yield { ...report, network };
    },
    async write(records) {
      const documents = records.map(({ network, ...report }): BackupData['report'] | object =>
        network === null ? report : { ...report, network },
      );
      await insertAll(models, 'reports', documents);
      // The texts that were reported and replaced are searched too.
      for (const id of new Set(records.map(({ commentId }) => commentId))) await reported.findByReported(id);
    },
  };
}
