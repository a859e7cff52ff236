/** Settings of reviewers outside of the service; contract/reviewers.ts has their limits and what each means to an operator. */

import type { FailMode, REVIEWER_FIELDS, ReviewerKind } from './enumerations.ts';

/** The most reviewers of a site. */
export const MOST_REVIEWERS = 10;

/** What a reviewer is given of a comment beside its text. */
export type ReviewerFields = Record<(typeof REVIEWER_FIELDS)[number], boolean>;

interface AnyReviewer {
  kind: ReviewerKind;
  /** Names it in findings: `reviewer.<id>`. */
  id: string;
  when: 'always' | 'review' | { sample: number };
  canBlock: boolean;
  failMode: FailMode;
  timeoutMs: number;
  /** Most calls a day (UTC); null: no limit. */
  dailyQuota: number | null;
  fields: ReviewerFields;
  /** Encrypted at rest. */
  secret: string;
}

interface WebhookReviewer extends AnyReviewer {
  kind: 'webhook';
  url: string;
  /** Is it sent what people decided? */
  feedback: boolean;
}

interface AkismetReviewer extends AnyReviewer {
  kind: 'akismet';
  url: string;
  /** The front page of the website. */
  blog: string;
  feedback: boolean;
}

interface AliyunReviewer extends AnyReviewer {
  kind: 'aliyun';
  region: string;
  /** Instead of the public address of the region. */
  url?: string | undefined;
  service: string;
  keyId: string;
}

interface TencentReviewer extends AnyReviewer {
  kind: 'tencent';
  region: string;
  url: string;
  bizType?: string | undefined;
  keyId: string;
}

interface ChatReviewer extends AnyReviewer {
  kind: 'chat';
  /** The part before /chat/completions. */
  url: string;
  model: string;
  rules: string;
}

export type ReviewerSettings = WebhookReviewer | AkismetReviewer | AliyunReviewer | TencentReviewer | ChatReviewer;
export type ReviewerSettingsOf<K extends ReviewerKind> = Extract<ReviewerSettings, { kind: K }>;
