import { z } from 'zod';
import { DECISION_ACTIONS, REASON_CODES } from '../domain/decision-words.ts';
import { COMMENT_STATUSES, EVIDENCE_FIELDS, VERDICTS } from '../domain/enumerations.ts';
import { CASE_KINDS } from '../domain/queue-lists.ts';
import type { CommentData } from '../store/port-backup.ts';
import { Count, Id, Moment, Text } from './fields.ts';

const Content = z.strictObject({ body: Text, html: Text, text: Text });
const Published = z.strictObject({ content: Content, at: Moment }).nullable();
const Tally = z.strictObject({ up: z.int(), down: z.int() });
const Status = z.enum(COMMENT_STATUSES);
const Reason = z.enum(REASON_CODES).nullable();

const Review = z.strictObject({
  state: z.enum(['open', 'decided', 'void']),
  escalated: z.boolean(),
  kinds: z.array(z.enum(CASE_KINDS)),
  reasons: z.array(Text),
  score: z.number(),
  priority: z.number(),
  openedAt: Moment,
  claim: z.strictObject({ staffId: Id, staffName: Text, until: Moment }).nullable(),
  clusterId: Id.exactOptional(),
  escalation: z.strictObject({ by: Id, byName: Text, at: Moment, note: Text }).exactOptional(),
  appeal: z.strictObject({ at: Moment, note: Text }).exactOptional(),
});

const Finding = z.strictObject({
  phase: Text,
  score: z.number(),
  verdict: z.enum(VERDICTS).exactOptional(),
  active: z.boolean(),
  evidence: z.array(
    z.strictObject({
      field: z.enum(EVIDENCE_FIELDS),
      start: Count,
      end: Count,
      word: Text.exactOptional(),
      category: Text.exactOptional(),
      level: Text.exactOptional(),
      note: Text.exactOptional(),
    }),
  ),
});

const Decision = z.strictObject({
  action: z.enum(DECISION_ACTIONS),
  by: Id,
  byName: Text,
  at: Moment,
  reason: Reason,
  note: Text,
  before: z
    .strictObject({
      status: Status,
      published: Published,
      reason: Reason,
      review: Review.nullable(),
      pinned: z.boolean(),
      featured: z.boolean(),
    })
    .nullable(),
  since: Count,
});

export const CommentRecord: z.ZodType<CommentData> = z.strictObject({
  id: Id,
  siteId: Id,
  threadId: Id,
  threadKey: Text,
  parentId: Id.nullable(),
  rootId: Id,
  ancestors: z.array(Id),
  depth: Count,
  answersId: Id.exactOptional(),
  author: z
    .strictObject({
      readerId: Id,
      name: Text,
      badge: Text.nullable(),
      region: Text.nullable(),
      avatar: Text.exactOptional(),
      isVerified: z.literal(true).exactOptional(),
    })
    .nullable(),
  status: Status,
  revision: Count,
  content: Content.nullable(),
  published: Published,
  editedAt: Moment.nullable(),
  removedFrom: Status.nullable(),
  reason: Reason,
  textHash: Text,
  votes: Tally,
  replyCount: Count,
  pinned: z.boolean(),
  featured: z.boolean(),
  review: Review.nullable(),
  findings: z.array(Finding),
  lastDecision: Decision.nullable(),
  createdAt: Moment,
  imported: Tally,
  textRevision: Count,
  textAt: Moment,
  formerTexts: z.array(z.strictObject({ revision: Count, body: Text, text: Text, at: Moment })),
});
