/**
 * The closed lists of names that are stored and sent, each once: types, schemas of the contract, queries of the stores and
 * labels derive from these arrays. Lists that belong to one subject stand with it: reasons and decisions (decision-words.ts),
 * the queue's (queue-lists.ts), roles (accounts.ts), actions and scopes (permissions.ts), settings (site-settings.ts).
 */

/** What can become of a comment. */
export const COMMENT_STATUSES = ['published', 'pending', 'rejected', 'spam', 'removed', 'purged'] as const;
export type CommentStatus = (typeof COMMENT_STATUSES)[number];

/** When a comment becomes public: 先审后发, 按信任分级, 先发后审. */
export const SITE_MODES = ['pre', 'graded', 'post'] as const;
export type SiteMode = (typeof SITE_MODES)[number];

export const SITE_TYPES = ['news', 'blog', 'forum'] as const;
export type SiteType = (typeof SITE_TYPES)[number];

/** Sets of settings by the law that a site is under. */
export const PRESET_IDS = ['cn-news', 'eu'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** Orders of a list of comments, as they are offered. */
export const SORTS = ['newest', 'hot', 'oldest'] as const;
export type Sort = (typeof SORTS)[number];

/** Conversations with their answers below them, or all comments in one list (盖楼). */
export const LIST_VIEWS = ['nested', 'tower'] as const;
export type ListView = (typeof LIST_VIEWS)[number];

/** How a box follows its thread. */
export const LIVE_TRANSPORTS = ['socket', 'poll'] as const;

/** What becomes of the comments of a reader who is erased: they stay without their author, or they go. */
export const ERASURE_CHOICES = ['anonymous', 'remove'] as const;
export type ErasureChoice = (typeof ERASURE_CHOICES)[number];

/** What is held of a reader beside the account and the comments; each adapter's table says where (held-tables.ts, held-collections.ts). */
export const HELD_KINDS = ['identity', 'vote', 'report', 'ban', 'notice', 'answer', 'mail'] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

/** What readers are mailed of. */
export const MAIL_KINDS = ['answer'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/**
 * How far a reader's wish for mail is: `denied`: who reads the address did not ask for it; `refused`: the server of the address does not
 * take it.
 */
export const MAIL_STATES = ['asked', 'confirmed', 'left', 'denied', 'refused'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** What is deleted once it is old enough, in the order in which it is shown. */
export const RETENTION_KINDS = ['network', 'removed', 'refused', 'former', 'audit'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** What the program itself shows beside an author's name; a site has badges of its own beside them. */
export const BADGES = ['author', 'staff'] as const;

/** What a webhook may be sent, in the order in which it is offered. */
export const WEBHOOK_TYPES = [
  'comment.created',
  'comment.published',
  'comment.edited',
  'comment.removed',
  'comment.decided',
  'comment.reported',
  'comment.appealed',
  'reader.banned',
  'reader.erased',
  'thread.opened',
  'thread.closed',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** What becomes of what a webhook is sent: it waits or is tried again, was taken, or is not tried any more. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'parked'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a webhook was switched off without anybody's doing: a week without success, or the receiver answered that it is gone (410). */
export const WEBHOOK_ENDS = ['failing', 'gone'] as const;
export type WebhookEnd = (typeof WEBHOOK_ENDS)[number];

export const READER_KINDS = ['guest', 'member'] as const;
export type ReaderKind = (typeof READER_KINDS)[number];

/** How a member's person was verified: by a telephone number, or by a document. */
export const VERIFIED_KINDS = ['phone', 'id'] as const;
export type VerifiedKind = (typeof VERIFIED_KINDS)[number];

/** What the pipeline makes of a text, the worst last. */
export const VERDICTS = ['pass', 'review', 'spam', 'block'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Where a phase found something. */
export const EVIDENCE_FIELDS = ['body', 'name', 'link', 'thread', 'reader'] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

/** What an entry of a word list does to a comment, the strictest first. */
export const WORD_LEVELS = ['block', 'hold', 'review', 'mask', 'allow'] as const;
export type WordLevel = (typeof WORD_LEVELS)[number];

/** What a ban names, in the order in which a form offers it. */
export const BAN_KINDS = ['network', 'name', 'email-domain', 'reader'] as const;
export type BanKind = (typeof BAN_KINDS)[number];

/** Refused with a reason, or taken as spam without the reader's knowledge. */
export const BAN_MODES = ['block', 'shadow'] as const;
export type BanMode = (typeof BAN_MODES)[number];

/** `recheck`: the site's moderation over what is published already; `join`: what a guest has becomes a member's; `erase`: what is held of a reader. */
export const JOB_KINDS = ['recheck', 'import', 'join', 'erase'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How far an import is: its files are read, it waits for the word of a person, it is stored, it is there, or it was taken back. */
export const IMPORT_STATES = ['reading', 'ready', 'running', 'done', 'failed', 'undoing', 'undone', 'discarded'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What the site's learners learn to recognise. */
export const LEARNER_USES = ['spam', 'abuse'] as const;
export type LearnerUse = (typeof LEARNER_USES)[number];

/** Formats in which a word list can be brought. */
export const LIST_FORMATS = ['list', 'csv', 'json', 'plain'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** What is doubtful about a line of a word list: blanks that were taken for tabs, or as part of a word. */
export const LINE_DOUBTS = ['read-by-blanks', 'blanks-in-word'] as const;
export type LineDoubt = (typeof LINE_DOUBTS)[number];

/** What no answer of a reviewer outside means. */
export const FAIL_MODES = ['hold', 'open'] as const;
export type FailMode = (typeof FAIL_MODES)[number];

/** Interfaces of reviewers outside, in the order in which they are offered. */
export const REVIEWER_KINDS = ['webhook', 'aliyun', 'tencent', 'chat', 'akismet'] as const;
export type ReviewerKind = (typeof REVIEWER_KINDS)[number];

/** Providers of sign-in that speak OAuth each in its own way, in the order in which they are offered. */
export const OAUTH_KINDS = ['wechat', 'wechat-mp', 'qq', 'weibo', 'feishu', 'dingtalk', 'gitee', 'github'] as const;
/** Providers of sign-in. */
export const SIGN_IN_KINDS = [...OAUTH_KINDS, 'oidc', 'apple'] as const;
export type SignInKind = (typeof SIGN_IN_KINDS)[number];

/** What a reviewer outside may be sent of a comment beside its text, the least personal first. */
export const REVIEWER_FIELDS = ['name', 'context', 'history', 'readerId', 'userAgent', 'emailHash', 'ip'] as const;
