import { z } from 'zod';
import { DECISION_ACTIONS } from '../server/domain/decision-words.ts';
import { VERDICTS } from '../server/domain/enumerations.ts';
import { CASE_KINDS, QUEUE_SORTS } from '../server/domain/queue-lists.ts';
import { MOST_COUNTED, MOST_DECIDED_AT_ONCE, MOST_OF_CLUSTER } from '../server/domain/queue-limits.ts';
import {
  BodyText,
  CommentStatusField,
  CommentView,
  Cursor,
  Id,
  Limit,
  NextCursor,
  ReaderName,
  ReasonCodeField,
  SiteIdField,
  ThreadView,
  Time,
} from './comment.ts';

export const EvidenceView = z.object({
  field: z.string().meta({ description: 'Where it was found: `body`, `name`, `link`, `thread` or `reader`.' }),
  start: z.int().meta({ description: 'Where it begins in the text as sent, in UTF-16 units.' }),
  end: z.int().meta({ description: 'Where it ends; 0 with `start` 0: no place in the text.' }),
  word: z.string().optional().meta({ description: 'What was found: an entry of a list, an address, an id.' }),
  category: z.string().optional().meta({ description: 'The entry’s category, or the reviewer’s label.' }),
  level: z.string().optional().meta({ description: 'The entry’s level.' }),
  note: z.string().optional().meta({ description: 'A stable word for what it is.' }),
});
export const VerdictField = z.enum(VERDICTS).meta({ description: 'What is made of the text, the worst last in the list.' });
export const FindingView = z
  .object({
    phase: z.string().meta({ description: 'The check that found it: `words`, `links`, `learner.spam`, `reviewer.<id>` …' }),
    score: z.number().meta({ description: '0 to 1: how much it speaks against the text.' }),
    verdict: VerdictField.optional().meta({ description: 'The check’s own verdict; left out: only the score counts.' }),
    active: z.boolean().meta({ description: 'false: shown to moderators, without effect.' }),
    evidence: z.array(EvidenceView).meta({ description: 'What exactly, and where.' }),
  })
  .meta({ id: 'Finding' });

export const TryText = z.strictObject({
  site: SiteIdField,
  body: BodyText,
  name: ReaderName.optional(),
  lang: z.string().max(35).optional().meta({ description: 'BCP 47; has no effect today.' }),
});
export const TryAnswer = z.object({
  verdict: VerdictField,
  status: z
    .object({ pre: CommentStatusField, graded: CommentStatusField, post: CommentStatusField })
    .meta({ description: 'What would become of it in each mode, sent by a newcomer.' }),
  findings: z.array(FindingView).meta({ description: 'What each check found.' }),
  micros: z.int().meta({ description: 'How long the checks took, microseconds.' }),
});

export const CaseKindField = z.enum(CASE_KINDS).meta({ description: 'Why it is before the moderators.' });
const Query = z.string().max(200).meta({ description: 'A text that the comment holds.' });
const ReaderFilter = Id.meta({ description: 'The id of a reader.' });
const ThreadFilter = Id.meta({ description: 'The id of a thread.' });
const Note = z.string().max(500).meta({ description: 'For colleagues; readers never see it.' });
const Ids = z.array(Id).min(1).max(100).meta({ description: 'Ids of comments.' });
const QueueFilterFields = {
  site: SiteIdField.optional(),
  status: CommentStatusField.optional(),
  kind: CaseKindField.optional(),
  reason: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'A stable word of `reasons`: `mode`, `links`, `words:ad`, `reported:ABUSE` …' }),
  q: Query.optional(),
  reader: ReaderFilter.optional(),
  thread: ThreadFilter.optional(),
  cluster: Id.optional().meta({ description: 'The cluster that the cases belong to.' }),
};
export const QueueQuery = z.strictObject({
  ...QueueFilterFields,
  id: Id.optional().meta({ description: 'The case of this comment alone, escalated or not; other filters do not count.' }),
  escalated: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'What was escalated has a lane of its own: `true` lists it, and the ordinary list is without it.' }),
  sort: z.enum(QUEUE_SORTS).default('priority').meta({ description: 'priority: the most urgent first, then the oldest.' }),
  limit: Limit,
  cursor: Cursor.optional(),
});

/** A text that readers have reported and that an edit has replaced since. */
export const ReportedText = z
  .object({
    revision: z.int().meta({ description: 'The revision that brought it.' }),
    body: z.string().meta({ description: 'The Markdown that was reported.' }),
    at: Time.meta({ description: 'When it was written.' }),
    reports: z.int().meta({ description: 'How many reports were made on it.' }),
  })
  .meta({ id: 'ReportedText' });
export type ReportedText = z.infer<typeof ReportedText>;

/** A comment as moderators see it: always with body and revision, and the latest text as html. */
export const ModeratedComment = z
  .object({
    ...CommentView.shape,
    siteId: z.string().meta({ description: 'The site that it belongs to.' }),
    body: z.string().meta({ description: 'The latest Markdown, public or not; empty once purged.' }),
    revision: z.int().meta({ description: 'Counts edits and decisions; a decision names the one that was seen.' }),
    publicHtml: z.string().nullable().meta({ description: 'What the public sees now; differs from html while an edit waits.' }),
    findings: z.array(FindingView).meta({ description: 'What the checks found in the latest text.' }),
    reported: z.array(ReportedText).meta({ description: 'Texts that were reported and that the comment no longer has, oldest first.' }),
  })
  .meta({ id: 'ModeratedComment' });
export type ModeratedComment = z.infer<typeof ModeratedComment>;

const StaffName = z.string().meta({ description: 'The name that colleagues see.' });
const StaffNamed = z
  .object({ id: z.string().meta({ description: 'The id of a member of staff, or `system`.' }), name: StaffName })
  .meta({ description: 'Who did it.' });
export const ClaimView = z
  .object({
    staff: z.object({ id: Id, name: StaffName }).meta({ description: 'Who works on it.' }),
    until: Time.meta({ description: 'When the claim ends by itself; RFC 3339, UTC.' }),
  })
  .meta({ id: 'Claim' });
export const ReportView = z.object({
  reason: ReasonCodeField,
  note: z.string().meta({ description: 'The reader’s own words; may be empty.' }),
  at: Time,
  revision: z.int().meta({ description: 'The revision of the comment whose text was reported.' }),
});
export const QueueItem = z
  .object({
    comment: ModeratedComment,
    kinds: z.array(CaseKindField).meta({ description: 'All reasons for which it is in the queue.' }),
    reasons: z
      .array(z.string())
      .meta({ description: 'Stable words for why: `mode`, `links`, `words:ad`, `reported:ABUSE`, `phase-failed:…`' }),
    score: z.number().meta({ description: '0 to 1: how bad the checks think it is.' }),
    escalated: z.boolean().meta({ description: 'Passed on to somebody more experienced.' }),
    escalation: z
      .object({ by: StaffNamed, at: Time, note: z.string().meta({ description: 'Why; may be empty.' }) })
      .nullable()
      .meta({ description: 'Who escalated it, when and why; null while it is not escalated.' }),
    appeal: z
      .object({ at: Time, note: z.string().meta({ description: 'As it was written; may be empty.' }) })
      .nullable()
      .meta({ description: 'The author’s appeal; null without one.' }),
    openedAt: Time,
    answerBy: Time.nullable().meta({ description: 'When the site’s `answerWithin` ends for reports and appeal; null: no limit, or none.' }),
    reports: z.array(ReportView).meta({ description: 'Of readers, oldest first.' }),
    claim: ClaimView.nullable().meta({ description: 'Who works on it; null: nobody.' }),
    cluster: z
      .object({ id: Id, open: z.int().meta({ description: 'How many of its cases are open.' }) })
      .nullable()
      .meta({ description: 'Many texts like it came at once; null: no.' }),
    context: z
      .object({
        parent: CommentView.nullable().meta({ description: 'What it answers; null on a top-level comment.' }),
        thread: ThreadView,
        readerHistory: z
          .object({
            published: z.int().meta({ description: 'The reader’s comments on the site with this status, counted to 100.' }),
            rejected: z.int().meta({ description: 'The same, not published.' }),
            spam: z.int().meta({ description: 'The same, spam.' }),
            since: Time.nullable().meta({ description: 'When the reader was first seen; null: not known.' }),
            penNames: z.int().nullable().meta({ description: 'Pen names of this verified person here, counted to 100; null: not known.' }),
          })
          .meta({ description: 'What became of the reader’s other comments on the site.' }),
      })
      .meta({ description: 'What stands around the comment.' }),
  })
  .meta({ id: 'QueueItem' });
export type QueueItem = z.infer<typeof QueueItem>;
const Counted = z.int().meta({ description: `Counted to ${MOST_COUNTED}; one more stands for all beyond.` });
export const QueueAnswer = z.object({
  items: z.array(QueueItem).meta({ description: 'The page.' }),
  nextCursor: NextCursor,
  total: Counted,
});
export type QueueAnswer = z.infer<typeof QueueAnswer>;

export const ClaimItems = z.union([
  z.strictObject({ ids: Ids }),
  z.strictObject({
    site: SiteIdField,
    lane: CaseKindField.optional().meta({ description: 'Only cases of this kind.' }),
    limit: z.int().min(1).max(50).default(20).meta({ description: 'Most cases to claim.' }),
  }),
]);
export const ClaimIds = z.strictObject({ ids: Ids });
export const ReleaseClaims = z.strictObject({
  ids: Ids.optional().meta({ description: 'Ids of comments; left out: all of one’s own claims.' }),
});
export const ClaimsAnswer = z.object({
  ids: z.array(Id).meta({ description: 'The comments that one has a claim on now, of those that were asked for.' }),
  until: Time.nullable().meta({ description: 'When these claims end; null without any.' }),
});

export const DecisionActionField = z.enum(DECISION_ACTIONS).meta({ description: 'What is done with the comment.' });
export const Decide = z.strictObject({
  items: z
    .array(z.strictObject({ id: Id, revision: z.int().min(1).meta({ description: 'The revision that was looked at.' }) }))
    .min(1)
    .max(MOST_DECIDED_AT_ONCE)
    .meta({ description: 'The comments that are decided on, each by itself.' }),
  action: DecisionActionField,
  reason: ReasonCodeField.optional(),
  note: Note.optional(),
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
    result: z
      .enum(['applied', 'stale', 'gone', 'refused'])
      .meta({ description: 'stale: changed since it was read; gone: not there; refused: see `code`.' }),
    revision: z.int().optional().meta({ description: 'The comment’s revision now.' }),
    status: CommentStatusField.optional(),
    decidedBy: z
      .object({ ...StaffNamed.shape, action: DecisionActionField, at: Time })
      .nullable()
      .optional()
      .meta({ description: 'On `stale`: who decided what, and when; null: it was no decision.' }),
    code: z.string().optional().meta({ description: 'On `refused`: the code of the problem.' }),
    detail: z.string().optional().meta({ description: 'On `refused`: the sentence of the problem.' }),
  })
  .meta({ id: 'DecisionResult' });
export type DecisionResult = z.infer<typeof DecisionResult>;
export const DecideAnswer = z.object({ results: z.array(DecisionResult).meta({ description: 'In the order of `items`.' }) });
export type DecideAnswer = z.infer<typeof DecideAnswer>;

export const SearchQuery = z.strictObject({
  site: SiteIdField.optional(),
  status: CommentStatusField.optional(),
  q: Query.optional(),
  id: Id.optional().meta({ description: 'This comment alone.' }),
  reader: ReaderFilter.optional(),
  thread: ThreadFilter.optional(),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const SearchAnswer = z.object({
  comments: z.array(z.object({ ...ModeratedComment.shape, thread: ThreadView })).meta({ description: 'The page, newest first.' }),
  nextCursor: NextCursor,
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const AuditQuery = z.strictObject({
  site: SiteIdField.optional(),
  by: Id.optional().meta({ description: 'The id of a member of staff.' }),
  subject: z.string().max(100).optional().meta({ description: 'The id of what it was done to.' }),
  action: z.string().max(60).optional().meta({ description: 'The action, as in the entries.' }),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const AuditView = z
  .object({
    id: Id,
    at: Time,
    site: z.string().nullable().meta({ description: 'The site; null: the service as a whole.' }),
    by: StaffNamed,
    action: z.string().meta({ description: 'What was done: `comment.approve`, `site.change`, `staff.sign-in` …' }),
    subject: z.string().meta({ description: 'What it was done to: the id of a comment, site, thread, reader or account.' }),
    reason: ReasonCodeField.nullable().meta({ description: 'The reason of a decision or ban; null without one.' }),
    note: z.string().meta({ description: 'For colleagues; may be empty.' }),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'Facts by name: statuses before and after, names of changed settings; never secrets or addresses.' }),
    undo: z
      .object({ revision: z.int().meta({ description: 'The revision to name.' }), until: Time })
      .nullable()
      .meta({ description: 'One’s own decision that can still be taken back: with `undo` on this revision, until then; null: it cannot.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditView = z.infer<typeof AuditView>;
export const AuditAnswer = z.object({
  entries: z.array(AuditView).meta({ description: 'The page, newest first.' }),
  nextCursor: NextCursor,
});

export const StatsQuery = z.strictObject(QueueFilterFields);
export const StatsView = z
  .object({
    open: Counted.meta({ description: `What waits and is not escalated, counted to ${MOST_COUNTED}; one more stands for all beyond.` }),
    escalated: Counted.meta({ description: `Escalated cases, counted to ${MOST_COUNTED}; one more stands for all beyond.` }),
    oldestOpenAt: Time.nullable().meta({
      description: 'Since when the oldest of what is not escalated has been waiting; null: nothing waits.',
    }),
  })
  .meta({ id: 'QueueStats' });
export type StatsView = z.infer<typeof StatsView>;
