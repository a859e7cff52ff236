import { z } from 'zod';
import { settingChanges, settingFields } from './site-settings.ts';
import { Cursor, HttpUrl, Id, Limit, ReasonCodeField, SiteIdField, Time, Title } from './comment.ts';

/** `readOrigin` says what is one. */
const Origin = z.string().min(1).max(300).meta({
  description:
    'Scheme, host and port, no path. `https://*.example.com` stands for all subdomains of example.com and not for itself; `*loopback*` for any origin on this machine.',
  example: 'https://news.example.com',
});
export const SiteModeField = z.enum(['pre', 'graded', 'post']).meta({ description: 'pre 先审后发, graded 按信任分级, post 先发后审.' });
export const SiteTypeField = z.enum(['news', 'blog', 'forum']);
export const SiteFull = z
  .object({
    id: SiteIdField,
    name: z.string(),
    type: SiteTypeField,
    origins: z.array(z.string()),
    mode: SiteModeField,
    ...settingFields,
    revision: z.int(),
    createdAt: Time,
  })
  .meta({ id: 'Site' });
export type SiteFull = z.infer<typeof SiteFull>;
export const SiteList = z.object({ sites: z.array(SiteFull) });

export const MakeSite = z.strictObject({
  id: SiteIdField,
  name: z.string().min(1).max(200),
  origins: z.array(Origin).max(50),
  type: SiteTypeField.default('blog'),
  mode: SiteModeField.optional(),
  ...settingChanges.shape,
});
export type MakeSite = z.infer<typeof MakeSite>;
export const ChangeSite = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  origins: z.array(Origin).max(50).optional(),
  type: SiteTypeField.optional(),
  mode: SiteModeField.optional(),
  ...settingChanges.shape,
});
export type ChangeSite = z.infer<typeof ChangeSite>;

export const WordLevelField = z.enum(['block', 'hold', 'review', 'mask', 'allow']);
export const WordEntryField = z.strictObject({
  word: z.string().min(1).max(200),
  level: WordLevelField,
  category: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[\w-]+$/)
    .default('custom'),
  options: z.array(z.string().min(1).max(200)).max(20).default([]),
});
const WordCommentField = z.strictObject({
  after: z.int().min(0).meta({ description: 'How many entries stand before it.' }),
  text: z
    .string()
    .max(1000)
    .regex(/^(?:#.*)?$/),
});
/** Of a site's list, however it is sent. */
export const MOST_WORDS = 200_000;
export const MOST_COMMENTS = 200_000;

export const SaveWords = z.strictObject({
  entries: z.array(WordEntryField).max(MOST_WORDS),
  comments: z
    .array(WordCommentField)
    .max(MOST_COMMENTS)
    .default([])
    .meta({ description: 'Lines that begin with `#`, and empty ones, in the order of the list.' }),
});
export const WordsAnswer = z.object({ version: z.int(), entries: z.array(WordEntryField), comments: z.array(WordCommentField) });
const RefusedLines = z.array(z.object({ line: z.int(), why: z.string() }));
const DoubtfulLines = z
  .array(z.object({ line: z.int(), why: z.enum(['read-by-blanks', 'blanks-in-word']), as: z.string().optional() }))
  .meta({ description: 'Lines in which blanks stand where tabs may have been meant; `as`: how the line was read.' });
export const WordsSaved = z.object({ version: z.int(), entries: z.int(), refused: RefusedLines, warnings: DoubtfulLines });

export const WordsQuery = z.strictObject({
  version: z.coerce.number().int().min(1).optional().meta({ description: 'A past version; the latest when left out.' }),
});
export const WordVersions = z.object({
  versions: z.array(
    z.object({
      version: z.int(),
      entries: z.int(),
      savedAt: Time.nullable(),
      by: z
        .object({ id: z.string(), name: z.string() })
        .nullable()
        .meta({ description: 'Who saved it; null, and so is the time, of versions saved before this was kept.' }),
    }),
  ),
});

/** What a list would do before it is in force. */
export const DryRunAnswer = z.object({
  format: z.enum(['list', 'csv', 'json', 'plain']),
  entries: z.int(),
  refused: RefusedLines,
  warnings: DoubtfulLines,
  words: z.array(
    z.object({
      word: z.string(),
      level: WordLevelField,
      category: z.string(),
      sampleHits: z.int().meta({ description: 'Innocent sentences that it hits.' }),
      textHits: z.int().meta({ description: 'Of the site’s latest published comments.' }),
      examples: z.array(z.object({ from: z.enum(['sample', 'texts']), text: z.string(), start: z.int(), end: z.int() })),
    }),
  ),
  sample: z.object({ size: z.int(), hit: z.int() }),
  texts: z.object({ size: z.int(), hit: z.int() }),
  list: z.string().meta({ description: 'The list in the list format, ready to be saved.' }),
});
export type DryRunAnswer = z.infer<typeof DryRunAnswer>;

export const JobView = z
  .object({
    id: z.string(),
    site: z.string(),
    kind: z.enum(['recheck']),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof JobView>;
export const JobAnswer = z.object({ job: JobView });
export const JobsQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const JobList = z.object({ jobs: z.array(JobView), nextCursor: z.string().nullable() });

/** What the site's learners know; they act only while `active`. */
export const LearnersAnswer = z.object({
  models: z.array(
    z.object({
      use: z.enum(['spam', 'abuse']),
      active: z.boolean(),
      threshold: z.number().meta({ description: 'From this score on it holds a comment.' }),
      precision: z.number().meta({ description: 'Of its alarms among the latest decisions, the share that was right.' }),
      recall: z.number(),
      window: z.int().meta({ description: 'Decisions that these are measured on.' }),
      alarms: z.int(),
      decided: z.object({ wanted: z.int(), unwanted: z.int() }),
      bytes: z.int(),
    }),
  ),
});

export const ChangeThread = z.strictObject({
  closed: z.boolean().optional(),
  mode: SiteModeField.nullable().optional(),
  slowMode: z.int().min(0).max(86_400).optional().meta({ description: 'Seconds; 0 = off.' }),
  url: HttpUrl.nullable().optional().meta({ description: 'Of one of the site’s origins; null: none. Pages do not change it any more.' }),
  title: Title.optional().meta({ description: 'Pages do not change it any more.' }),
});

export const MakeBan = z.strictObject({
  site: SiteIdField,
  kind: z.enum(['reader', 'network', 'email-domain', 'name']),
  value: z.string().min(1).max(254),
  mode: z.enum(['block', 'shadow']).default('block'),
  reason: ReasonCodeField.optional(),
  note: z.string().max(500).default(''),
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});
export const BanView = z
  .object({
    id: Id,
    site: z.string(),
    kind: z.enum(['reader', 'network', 'email-domain', 'name']),
    value: z.string(),
    mode: z.enum(['block', 'shadow']),
    reason: ReasonCodeField.nullable(),
    note: z.string(),
    createdAt: Time,
    until: Time.nullable(),
  })
  .meta({ id: 'Ban' });
export const BanAnswer = z.object({ ban: BanView });
export const BansQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const BanList = z.object({ bans: z.array(BanView), nextCursor: z.string().nullable() });
