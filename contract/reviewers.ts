import { z } from 'zod';
import { FAIL_MODES, VERDICTS } from '../server/domain/enumerations.ts';
import { MOST_REVIEWERS, type ReviewerFields as Fields, type ReviewerSettings as Settings } from '../server/domain/reviewer-settings.ts';
import { ReasonCodeField } from './comment.ts';
import { SECRET_MASK } from './secret-mask.ts';

/** Printable ASCII, so that it can stand in a header; `least` is the shortest that is worth anything. */
export const secret = (least: number) =>
  z
    .union([
      z.literal(SECRET_MASK),
      z
        .string()
        .min(least)
        .max(500)
        .regex(/^[\x21-\x7e]+$/),
    ])
    .meta({ description: `Write-only: shown as ${SECRET_MASK}; sending that back keeps the stored one.` });

export const Address = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(/^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$))[^\s@#]+$/)
  .meta({ description: 'https; plain http only to this machine, where the operator allows it.' });
const Name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w./:@-]+$/);
const Region = z
  .string()
  .max(40)
  .regex(/^[a-z]{2,3}(?:-[a-z0-9]+)+$/);

export const ReviewerFields = z.strictObject({
  name: z.boolean().default(true).meta({ description: 'The nickname: it is text that can break rules.' }),
  context: z.boolean().default(false).meta({ description: 'The comment that it answers.' }),
  ip: z.boolean().default(false).meta({ description: 'Network address and region.' }),
  userAgent: z.boolean().default(false).meta({ description: 'How it was sent: browser, referrer, device, time to write, traps.' }),
  emailHash: z.boolean().default(false).meta({ description: 'A keyed hash of the e-mail address; never the address.' }),
  readerId: z.boolean().default(false).meta({ description: 'The id of the reader here.' }),
  history: z.boolean().default(false).meta({ description: 'Trust, counts of earlier comments, member since, staff.' }),
}) satisfies z.ZodType<Fields>;

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,29}$/)
    .meta({ description: 'Names it in findings: `reviewer.<id>`.' }),
  when: z
    .union([
      z.enum(['always', 'review']),
      z.strictObject({ sample: z.int().min(1).max(100).meta({ description: 'How many of a hundred comments it is asked about.' }) }),
    ])
    .default('always')
    .meta({ description: 'always; review: only what the local pipeline doubts; sample: that many of a hundred.' }),
  canBlock: z.boolean().default(false).meta({ description: 'May it refuse a comment? Else its “block” is a “review”.' }),
  failMode: z
    .enum(FAIL_MODES)
    .default('hold')
    .meta({ description: 'What no answer means: hold for people, or open: go on without, in mode post alone.' }),
  timeoutMs: z.int().min(1000).max(10_000).default(2000).meta({ description: 'How long an answer is waited for, milliseconds.' }),
  dailyQuota: z.int().min(1).max(10_000_000).nullable().default(null).meta({ description: 'Most calls a day (UTC); null: no limit.' }),
  fields: ReviewerFields.prefault({}).meta({ description: 'What it is given of a comment beside its text.' }),
};

const Webhook = z.strictObject({
  kind: z.literal('webhook').meta({ description: 'Which interface it speaks: docs/reviewers.md.' }),
  ...common,
  url: Address,
  secret: secret(16),
  feedback: z.boolean().default(false).meta({ description: 'Is it sent what people decided?' }),
});
const Akismet = z
  .strictObject({
    kind: z.literal('akismet').meta({ description: 'Which interface it speaks: docs/reviewers.md.' }),
    ...common,
    url: Address.default('https://rest.akismet.com'),
    blog: Address.meta({ description: 'The front page of the website.' }),
    secret: secret(6),
    feedback: z.boolean().default(false).meta({ description: 'Is it sent what people decided?' }),
  })
  .refine(({ fields }) => fields.ip, { path: ['fields', 'ip'], error: 'Akismet works by the reader’s address: switch this field on.' });
const Aliyun = z.strictObject({
  kind: z.literal('aliyun').meta({ description: 'Which interface it speaks: docs/reviewers.md.' }),
  ...common,
  region: Region.meta({ description: 'The region of the service.' }).default('cn-shanghai'),
  url: Address.optional().meta({ description: 'Instead of the public address of the region.' }),
  service: Name.meta({ description: 'Which of its services is asked.' }).default('comment_detection_pro'),
  keyId: Name.meta({ description: 'The name of the key; the key is `secret`.' }),
  secret: secret(8),
});
const Tencent = z.strictObject({
  kind: z.literal('tencent').meta({ description: 'Which interface it speaks: docs/reviewers.md.' }),
  ...common,
  region: Region.meta({ description: 'The region of the service.' }).default('ap-guangzhou'),
  url: Address.default('https://tms.tencentcloudapi.com'),
  bizType: z
    .string()
    .regex(/^\w{3,32}$/)
    .optional()
    .meta({ description: 'The policy to assess by; left out: the account’s default.' }),
  keyId: Name.meta({ description: 'The name of the key; the key is `secret`.' }),
  secret: secret(8),
});
const Chat = z.strictObject({
  kind: z.literal('chat').meta({ description: 'Which interface it speaks: docs/reviewers.md.' }),
  ...common,
  url: Address.meta({ description: 'The part before /chat/completions.', example: 'https://api.deepseek.com/v1' }),
  model: Name.meta({ description: 'The name of the model.' }),
  rules: z.string().max(2000).default('').meta({ description: 'The rules of the site, for the model to assess by.' }),
  secret: secret(1),
});

/** One reviewer outside of the service, as it is sent and shown. */
export const ReviewerSettings = z.discriminatedUnion('kind', [Webhook, Akismet, Aliyun, Tencent, Chat]).meta({
  id: 'Reviewer',
}) satisfies z.ZodType<Settings>;

/** A site's reviewers in the order in which they are asked. */
export const ReviewerList = z
  .array(ReviewerSettings)
  .max(MOST_REVIEWERS)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, { error: 'Two reviewers have the same id.' })
  .meta({ description: 'The site’s reviewers outside, in the order in which they are asked.' });

const Score = z.number().min(0).max(1).meta({ description: '0 to 1: how sure it is.' });
const Label = z.string().max(100).meta({ description: 'The reviewer’s category: docs/reviewers.md says which are known.' });
const Offset = z.int().min(0).max(1_000_000).meta({ description: 'In UTF-16 units.' });

/** What a reviewer behind the webhook answers, at once or later. Unknown members are ignored. */
export const ReviewAnswer = z
  .object({
    verdict: z.enum(VERDICTS).meta({ description: 'What the reviewer makes of the text.' }),
    score: Score.optional(),
    labels: z
      .array(
        z.object({
          label: Label.min(1),
          sub: z.string().max(100).optional().meta({ description: 'A finer category.' }),
          score: Score.optional(),
        }),
      )
      .max(50)
      .default([])
      .meta({ description: 'What it found, by category.' }),
    spans: z
      .array(z.object({ start: Offset, end: Offset, label: Label.optional() }))
      .max(100)
      .default([])
      .meta({ description: 'Places in `comment.text`, in UTF-16 units.' }),
    reason_code: ReasonCodeField.optional(),
    public_reason: z.string().max(500).optional().meta({ description: 'Why, in a sentence; moderators see it.' }),
    trace_id: z.string().max(200).optional().meta({ description: 'The reviewer’s own name of the call; moderators see it.' }),
    ttl_s: z.int().min(0).max(86_400).optional().meta({ description: 'How long the same question has this answer; at most 600.' }),
  })
  .meta({ id: 'ReviewAnswer' });
export type ReviewAnswer = z.infer<typeof ReviewAnswer>;
/** The same, later: it names the review in its body too, so that its signature is good for no other. */
export const LateReviewAnswer = ReviewAnswer.extend({
  id: z.string().max(120).meta({ description: 'The id of the review, as it was asked for.' }),
}).meta({ id: 'LateReviewAnswer' });
export type LateReviewAnswer = z.infer<typeof LateReviewAnswer>;
/** With status 202: the answer comes later. */
export const ReviewLater = z.object({
  callback: z.literal(true).meta({ description: 'The verdict will be sent to the address of the request.' }),
});
