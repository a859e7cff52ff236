/** The records of an archive as they are checked before a store is filled with them: an archive is input from outside. */
import { z } from 'zod';
import { STAFF_ROLES } from '../domain/accounts.ts';
import { changedSettings, DEFAULT_SETTINGS } from '../domain/changed-settings.ts';
import { REASON_CODES } from '../domain/decision-words.ts';
import { BAN_KINDS, BAN_MODES, JOB_KINDS, JOB_STATES, READER_KINDS, SITE_MODES, SITE_TYPES, WORD_LEVELS } from '../domain/enumerations.ts';
import type { SiteSettings } from '../domain/site-settings.ts';
import type { BackupData, BackupKind } from '../store/port-backup.ts';
import { CommentRecord } from './comment-schema.ts';
import { Placed } from './event-schema.ts';
import { Count, Id, Moment, Text } from './fields.ts';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Settings are laid over the default: what this version does not know is left out, what it has more gets its default. */
const Settings = z.looseObject({}).transform((settings): SiteSettings => changedSettings(DEFAULT_SETTINGS, settings));

const Bytes = z.base64().transform((text): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64')));

export const RECORDS: { readonly [K in BackupKind]: z.ZodType<BackupData[K]> } = {
  fact: z.strictObject({ name: Id, value: Text }),
  site: z.strictObject({
    id: Id,
    name: Text,
    type: z.enum(SITE_TYPES),
    origins: z.array(Text),
    mode: z.enum(SITE_MODES),
    settings: Settings,
    revision: Count,
    createdAt: Moment,
  }),
  words: z.strictObject({
    siteId: Id,
    version: Count,
    isCurrent: z.boolean(),
    saved: z.strictObject({ at: Moment, by: z.strictObject({ id: Text, name: Text }), size: Count }).nullable(),
    entries: z.array(z.strictObject({ word: Text, level: z.enum(WORD_LEVELS), category: Text, options: z.array(Text) })),
    comments: z.array(z.strictObject({ after: Count, text: Text })),
    isLast: z.boolean(),
  }),
  model: z.strictObject({ siteId: Id, name: Id, revision: Count, bytes: Bytes }),
  staff: z.strictObject({
    id: Id,
    email: Text,
    name: Text,
    grants: z.array(z.strictObject({ role: z.enum(STAFF_ROLES), site: Id })),
    passwordHash: Text,
    disabled: z.boolean(),
    createdAt: Moment,
  }),
  token: z.strictObject({
    id: Id,
    staffId: Id,
    name: Text,
    tokenHash: Id,
    scopes: z.array(Text),
    createdAt: Moment,
    usedAt: Moment.nullable(),
  }),
  network: z.strictObject({ account: Text, network: Text, until: Moment }),
  reader: z.strictObject({
    id: Id,
    siteId: Id,
    kind: z.enum(READER_KINDS),
    name: Text,
    emailHash: Text.nullable(),
    email: Text.nullable(),
    subject: Text.nullable(),
    createdAt: Moment,
    tokens: z.array(z.strictObject({ hash: Id, expiresAt: Moment.nullable() })),
  }),
  ban: z.strictObject({
    id: Id,
    siteId: Id,
    kind: z.enum(BAN_KINDS),
    value: Text,
    mode: z.enum(BAN_MODES),
    reason: z.enum(REASON_CODES).nullable(),
    note: Text,
    by: Id,
    createdAt: Moment,
    until: Moment.nullable(),
  }),
  thread: z.strictObject({
    id: Id,
    siteId: Id,
    key: Text,
    url: Text,
    title: Text,
    setByStaff: z.array(z.enum(['url', 'title'])),
    closed: z.boolean(),
    mode: z.enum(SITE_MODES).nullable(),
    slowMode: Moment,
    burstUntil: Moment,
    commentCount: Count,
    revision: Count,
    createdAt: Moment,
  }),
  comment: CommentRecord,
  vote: z.strictObject({
    commentId: Id,
    threadId: Id,
    readerId: Id,
    value: z.union([z.literal(1), z.literal(-1)]),
    at: Moment,
    isCounted: z.boolean(),
    network: Text.nullable(),
  }),
  report: z.strictObject({
    commentId: Id,
    readerId: Id,
    reason: z.enum(REASON_CODES),
    note: Text,
    at: Moment,
    revision: Count,
    weight: z.number(),
    network: Text.nullable(),
  }),
  job: z.strictObject({
    id: Id,
    siteId: Id,
    kind: z.enum(JOB_KINDS),
    state: z.enum(JOB_STATES),
    input: Facts,
    progress: z.strictObject({ done: Count, total: Count }),
    result: Facts.nullable(),
    by: Id,
    createdAt: Moment,
    updatedAt: Moment,
  }),
  event: Placed,
  subscription: z.strictObject({ name: Id, position: Count }),
  deferred: z.strictObject({
    subscription: Id,
    event: Placed,
    attempts: Count,
    dueAt: Moment,
    error: Text,
    parkedAt: Moment.nullable(),
  }),
  audit: z.strictObject({
    id: Id,
    siteId: Id.nullable(),
    at: Moment,
    by: Id,
    byName: Text,
    action: Text,
    subject: Text,
    reason: z.enum(REASON_CODES).nullable(),
    note: Text,
    requestId: Text.nullable(),
    data: Facts,
    seq: Count.nullable(),
    hash: Text.nullable(),
  }),
};
