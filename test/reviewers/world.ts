import { randomBytes } from 'node:crypto';
import { ReviewerSettings as ReviewerSchema } from '../../contract/reviewers.ts';
import type { ReviewerSettings } from '../../server/domain/reviewer-settings.ts';
import type { Finding } from '../../server/domain/types.ts';
import type { ReviewerDeps } from '../../server/reviewers/ask-one.ts';
import { createReviewers, type Reviewers } from '../../server/reviewers/runner.ts';
import type { LocalResult, ReviewSubject } from '../../server/reviewers/subject.ts';
import { createOutbound } from '../../server/outbound/fetch.ts';

export type Subject = Omit<ReviewSubject, 'id'>;

/** Words that must not be found in a request unless their field is switched on. */
export const PERSONAL = {
  ip: '198.18.7.7',
  region: '浙江',
  userAgent: 'Mozilla/5.0 (TestPhone)',
  referrer: 'https://search.example.com/?q=private',
  emailHash: 'e'.repeat(64),
  readerId: 'READER000000000000000000001',
  parentReaderId: 'READER000000000000000000002',
  parentText: '楼上说的公园在哪里？',
  since: Date.UTC(2021, 4, 6, 7, 8, 9),
  elapsed: 48_317,
} as const;

export function subjectOf(comment: Partial<Subject['comment']> = {}, more: Partial<Subject> = {}): Subject {
  const text = comment.text ?? '今天的新闻写得很清楚。';
  return {
    action: 'create',
    site: { id: 'news', name: '晨报', mode: 'pre', type: 'news' },
    page: { key: '/a/1', url: 'https://news.example.com/a/1', title: '公园开放' },
    comment: {
      id: '01JCOMMENT0000000000000001',
      revision: 1,
      body: text,
      text,
      html: `<p>${text}</p>`,
      links: [],
      parent: { id: '01JPARENT00000000000000001', text: PERSONAL.parentText, readerId: PERSONAL.parentReaderId },
      ...comment,
    },
    author: {
      readerId: PERSONAL.readerId,
      name: '小林',
      isStaff: false,
      trust: 1,
      since: PERSONAL.since,
      published: 31_415,
      rejected: 27_182,
      emailHash: PERSONAL.emailHash,
    },
    client: {
      ip: PERSONAL.ip,
      region: PERSONAL.region,
      userAgent: PERSONAL.userAgent,
      referrer: PERSONAL.referrer,
      elapsed: PERSONAL.elapsed,
      honeypot: false,
    },
    ...more,
  };
}

export const local = (verdict: LocalResult['verdict'] = 'pass', findings: Finding[] = []): LocalResult => ({
  verdict,
  score: verdict === 'pass' ? 0 : 0.6,
  findings,
});

/** Settings as they come out of the schema, with all that is usual filled in. */
export const settings = (given: { kind: ReviewerSettings['kind'] } & Record<string, unknown>): ReviewerSettings =>
  ReviewerSchema.parse({ id: 'one', ...USUAL[given.kind], ...given });

const USUAL: Readonly<Record<ReviewerSettings['kind'], object>> = {
  webhook: { secret: 'a secret of the webhook'.replaceAll(' ', '-') },
  akismet: { secret: '0123456789ab', blog: 'https://news.example.com/', fields: { ip: true } },
  aliyun: { keyId: 'LTAIexample', secret: 'aliyun-key-secret' },
  tencent: { keyId: 'AKIDexample', secret: 'tencent-key-secret' },
  chat: { model: 'a-model', secret: 'sk-example' },
};

export interface World {
  reviewers: Reviewers;
  clock: { now: number; steady: number };
  outcomes: string[];
}

/** Reviewers over the real outbound client, with clocks that are set by hand. */
export function makeWorld(more: Partial<ReviewerDeps> = {}): World {
  const clock = { now: Date.UTC(2026, 0, 31, 8), steady: 1_000 };
  const outcomes: string[] = [];
  const reviewers = createReviewers({
    fetch: createOutbound({ allowLoopback: true }),
    now: () => clock.now,
    steady: () => clock.steady,
    random: randomBytes,
    secret: 'a secret for tests that has more than 32 bytes',
    meter: ({ outcome }) => outcomes.push(outcome),
    ...more,
  });
  return { reviewers, clock, outcomes };
}
