import type { HeldKind } from '../../domain/enumerations.ts';
import type { HeldRecord } from '../../domain/own-data.ts';
import type { Id } from '../../domain/types.ts';
import type { HeldOf } from '../port-personal.ts';
import type { BanDocument, CommentDocument, EventDocument, ReportDocument, VoteDocument } from './documents.ts';
import type { IdentityDocument } from './member-documents.ts';
import type { MailFollowerDocument } from './mail-document.ts';
import type { Models } from './models.ts';

/** Where what is held of a reader lies. */
export interface HeldCollection {
  model: keyof Models;
  /** Which documents are the reader's. */
  filter: (of: Pick<HeldOf, 'siteId' | 'readerId'>) => Record<string, unknown>;
  /** What is shown of a document. */
  shown: (document: object) => HeldRecord;
  /** What becomes of a document when its reader is erased; null: it goes. @param id an id that is nobody's. */
  detached: ((id: Id) => Record<string, unknown>) | null;
}

/** The adapter wrote the documents of its collections itself. */
const collection = <D extends object>(
  name: keyof Models,
  rest: { filter: HeldCollection['filter']; shown: (document: D) => HeldRecord; detached: HeldCollection['detached'] },
): HeldCollection => ({ model: name, ...rest, shown: (document) => rest.shown(document as D) });

/** A kind of thing that is held of readers is a row here, in the other adapter's table, and a word of HELD_KINDS. */
export const HELD_COLLECTIONS: { readonly [K in HeldKind]: HeldCollection } = {
  identity: collection<IdentityDocument>('identities', {
    filter: ({ readerId }) => ({ readerId }),
    shown: ({ way, subject, createdAt }) => ({ way, subject, at: createdAt }),
    detached: null,
  }),
  vote: collection<VoteDocument>('votes', {
    filter: ({ readerId }) => ({ readerId }),
    shown: ({ commentId, threadId, value, at, seat }) => {
      return { commentId, threadId, value, at, network: seat?.slice(commentId.length + 1) ?? null };
    },
    // Others see the tally.
    detached: (id) => ({ $set: { readerId: id }, $unset: { seat: 1 } }),
  }),
  report: collection<ReportDocument>('reports', {
    filter: ({ readerId }) => ({ readerId }),
    shown: ({ commentId, reason, note, at, revision, network }) => ({ commentId, reason, note, at, revision, network: network ?? null }),
    // Moderators decide on others' comments with it.
    detached: (id) => ({ $set: { readerId: id, note: '' }, $unset: { network: 1 } }),
  }),
  ban: collection<BanDocument>('bans', {
    filter: ({ siteId, readerId }) => ({ siteId, kind: 'reader', value: readerId }),
    shown: ({ mode, reason, note, createdAt, until }) => ({ mode, reason, note, at: createdAt, until }),
    detached: (id) => ({ $set: { value: id, note: '' } }),
  }),
  notice: collection<EventDocument>('events', {
    filter: ({ readerId }) => ({ channel: `reader:${readerId}` }),
    shown: ({ type, at, data }) => ({ type, at, commentId: 'commentId' in data ? data.commentId : null }),
    detached: null,
  }),
  mail: collection<MailFollowerDocument>('mailFollowers', {
    filter: ({ readerId }) => ({ readerId }),
    shown: ({ state, emailHash, askedAt }) => ({ status: state, emailHash, at: askedAt }),
    detached: null,
  }),
  answer: collection<CommentDocument>('comments', {
    filter: ({ readerId }) => ({ readerId, 'answer.key': { $exists: true } }),
    shown: ({ answer }) => ({ status: answer?.status ?? null, at: answer?.at ?? null }),
    detached: () => ({ $unset: { answer: 1 } }),
  }),
};
