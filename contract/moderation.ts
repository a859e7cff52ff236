import { z } from 'zod';
import { DECISION_ACTIONS } from '../server/domain/decision-words.ts';
import { MOST_COUNTED, MOST_DECIDED_AT_ONCE, MOST_OF_CLUSTER } from '../server/domain/queue-limits.ts';
import {
  BodyText,
  CommentStatusField,
  CommentView,
  Cursor,
  Id,
  Limit,
  ReaderName,
  ReasonCodeField,
  SiteIdField,
  ThreadView,
  Time,
} from './comment.ts';

export const EvidenceView = z.object({
  field: z.string(),
  start: z.int(),
  end: z.int(),
  word: z.string().optional(),
  category: z.string().optional(),
  level: z.string().optional(),
  note: z.string().optional(),
});
export const VerdictField = z.enum(['pass', 'review', 'spam', 'block']);
export const FindingView = z
  .object({
    phase: z.string(),
    score: z.number(),
    verdict: VerdictField.optional(),
    active: z.boolean(),
    evidence: z.array(EvidenceView),
  })
  .meta({ id: 'Finding' });

export const TryText = z.strictObject({
  site: SiteIdField,
  body: BodyText,
  name: ReaderName.optional(),
  lang: z.string().max(35).optional(),
});
export const TryAnswer = z.object({
  verdict: VerdictField,
  status: z.object({ pre: CommentStatusField, graded: CommentStatusField, post: CommentStatusField }),
  findings: z.array(FindingView),
  micros: z.int(),
});

export const CaseKindField = z.enum(['new', 'flagged', 'reported', 'edited', 'sample', 'cluster', 'nickname', 'appeal']);
const QueueFilterFields = {
  site: SiteIdField.optional(),
  status: CommentStatusField.optional(),
  kind: CaseKindField.optional(),
  reason: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  reader: Id.optional(),
  thread: Id.optional().meta({ description: 'The id of a thread.' }),
  cluster: Id.optional(),
};
export const QueueQuery = z.strictObject({
  ...QueueFilterFields,
  id: Id.optional().meta({ description: 'The case of this comment alone, escalated or not; other filters do not count.' }),
  escalated: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'What was escalated has a lane of its own: `true` lists it, and the ordinary list is without it.' }),
  sort: z.enum(['priority', 'newest', 'oldest']).default('priority'),
  limit: Limit,
  cursor: Cursor.optional(),
});

/** A text that readers have reported and that an edit has replaced since. */
export const ReportedText = z
  .object({
    revision: z.int().meta({ description: 'The revision that brought it.' }),
    body: z.string(),
    at: Time.meta({ description: 'When it was written.' }),
    reports: z.int().meta({ description: 'How many reports were made on it.' }),
  })
  .meta({ id: 'ReportedText' });
export type ReportedText = z.infer<typeof ReportedText>;

/** A comment as moderators see it: always with body and revision, and the latest text as html. */
export const ModeratedComment = z
  .object({
    ...CommentView.shape,
    siteId: z.string(),
    body: z.string(),
    revision: z.int(),
    publicHtml: z.string().nullable().meta({ description: 'What the public sees now; differs from html while an edit waits.' }),
    findings: z.array(FindingView),
    reported: z.array(ReportedText).meta({ description: 'Texts that were reported and that the comment no longer has, oldest first.' }),
  })
  .meta({ id: 'ModeratedComment' });
export type ModeratedComment = z.infer<typeof ModeratedComment>;

export const ClaimView = z.object({ staff: z.object({ id: Id, name: z.string() }), until: Time }).meta({ id: 'Claim' });
export const ReportView = z.object({
  reason: ReasonCodeField,
  note: z.string(),
  at: Time,
  revision: z.int().meta({ description: 'The revision of the comment whose text was reported.' }),
});
export const QueueItem = z
  .object({
    comment: ModeratedComment,
    kinds: z.array(CaseKindField),
    reasons: z.array(z.string()),
    score: z.number(),
    escalated: z.boolean(),
    escalation: z
      .object({ by: z.object({ id: z.string(), name: z.string() }), at: Time, note: z.string() })
      .nullable()
      .meta({ description: 'Who escalated it, when and why.' }),
    openedAt: Time,
    reports: z.array(ReportView),
    claim: ClaimView.nullable(),
    cluster: z
      .object({ id: Id, open: z.int() })
      .nullable()
      .meta({ description: 'Many texts like it came at once: how many of their cases are open.' }),
    context: z.object({
      parent: CommentView.nullable(),
      thread: ThreadView,
      readerHistory: z.object({
        published: z.int(),
        rejected: z.int(),
        spam: z.int(),
        since: Time.nullable().meta({ description: 'When the reader was first seen.' }),
      }),
    }),
  })
  .meta({ id: 'QueueItem' });
export type QueueItem = z.infer<typeof QueueItem>;
const Counted = z.int().meta({ description: `Counted to ${MOST_COUNTED}; one more stands for all beyond.` });
export const QueueAnswer = z.object({ items: z.array(QueueItem), nextCursor: z.string().nullable(), total: Counted });
export type QueueAnswer = z.infer<typeof QueueAnswer>;

export const ClaimItems = z.union([
  z.strictObject({ ids: z.array(Id).min(1).max(100) }),
  z.strictObject({ site: SiteIdField, lane: CaseKindField.optional(), limit: z.int().min(1).max(50).default(20) }),
]);
export const ClaimIds = z.strictObject({ ids: z.array(Id).min(1).max(100) });
export const ReleaseClaims = z.strictObject({ ids: z.array(Id).min(1).max(100).optional() });
export const ClaimsAnswer = z.object({ ids: z.array(Id), until: Time.nullable() });

export const DecisionActionField = z.enum(DECISION_ACTIONS);
export const Decide = z.strictObject({
  items: z
    .array(z.strictObject({ id: Id, revision: z.int().min(1) }))
    .min(1)
    .max(MOST_DECIDED_AT_ONCE),
  action: DecisionActionField,
  reason: ReasonCodeField.optional(),
  note: z.string().max(500).optional(),
  cluster: Id.optional().meta({
    description: `With approve, reject or spam: the open cases of this cluster that are not escalated too, up to ${MOST_OF_CLUSTER}.`,
  }),
  act: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional()
    .meta({
      description:
        'Names the action of a person that several calls belong to; the audit keeps it as `act`, so that all can be taken back together.',
    }),
});
export const DecisionResult = z
  .object({
    id: Id,
    result: z.enum(['applied', 'stale', 'gone', 'refused']),
    revision: z.int().optional().meta({ description: 'The comment’s revision now.' }),
    status: CommentStatusField.optional(),
    decidedBy: z
      .object({ id: z.string(), name: z.string(), action: DecisionActionField, at: Time })
      .nullable()
      .optional()
      .meta({ description: 'On `stale`: who decided what, and when.' }),
    code: z.string().optional().meta({ description: 'On `refused`: the code of the problem.' }),
    detail: z.string().optional(),
  })
  .meta({ id: 'DecisionResult' });
export type DecisionResult = z.infer<typeof DecisionResult>;
export const DecideAnswer = z.object({ results: z.array(DecisionResult) });
export type DecideAnswer = z.infer<typeof DecideAnswer>;

export const SearchQuery = z.strictObject({
  site: SiteIdField.optional(),
  status: CommentStatusField.optional(),
  q: z.string().max(200).optional(),
  id: Id.optional().meta({ description: 'This comment alone.' }),
  reader: Id.optional(),
  thread: Id.optional(),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const SearchAnswer = z.object({
  comments: z.array(z.object({ ...ModeratedComment.shape, thread: ThreadView })),
  nextCursor: z.string().nullable(),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const AuditQuery = z.strictObject({
  site: SiteIdField.optional(),
  by: Id.optional(),
  subject: z.string().max(100).optional(),
  action: z.string().max(60).optional(),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const AuditView = z
  .object({
    id: Id,
    at: Time,
    site: z.string().nullable(),
    by: z.object({ id: z.string(), name: z.string() }),
    action: z.string(),
    subject: z.string(),
    reason: ReasonCodeField.nullable(),
    note: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    undo: z
      .object({ revision: z.int(), until: Time })
      .nullable()
      .meta({ description: 'One’s own decision that can still be taken back: with `undo` on this revision, until then.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditView = z.infer<typeof AuditView>;
export const AuditAnswer = z.object({ entries: z.array(AuditView), nextCursor: z.string().nullable() });

export const StatsQuery = z.strictObject(QueueFilterFields);
export const StatsView = z
  .object({
    open: Counted.meta({ description: `What waits and is not escalated, counted to ${MOST_COUNTED}; one more stands for all beyond.` }),
    escalated: Counted,
    oldestOpenAt: Time.nullable().meta({ description: 'Since when the oldest of what is not escalated has been waiting.' }),
  })
  .meta({ id: 'QueueStats' });
export type StatsView = z.infer<typeof StatsView>;
