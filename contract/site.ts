import { z } from 'zod';
import {
  BAN_KINDS,
  BAN_MODES,
  JOB_KINDS,
  JOB_STATES,
  LEARNER_USES,
  LINE_DOUBTS,
  LIST_FORMATS,
  SITE_TYPES,
  WORD_LEVELS,
} from '../server/domain/enumerations.ts';
import { LONGEST_ORIGIN } from './origin.ts';
import { settingChanges, settingFields } from './site-settings.ts';
import {
  Cursor,
  HttpUrl,
  Id,
  Limit,
  NextCursor,
  ReasonCodeField,
  SiteIdField,
  SiteModeField,
  ThreadKeyField,
  ThreadView,
  Time,
  Title,
} from './comment.ts';

/** `readOrigin` says what is one. */
const Origin = z.string().min(1).max(LONGEST_ORIGIN).meta({
  description:
    'Scheme, host and port, no path. `https://*.example.com` stands for all subdomains of example.com and not for itself; `*loopback*` for any origin on this machine.',
  example: 'https://news.example.com',
});
const SiteName = z.string().meta({ description: 'The name that people know the website by.' });
export const SiteTypeField = z
  .enum(SITE_TYPES)
  .meta({ description: 'What kind of website it is; a new news site begins with mode `pre`.' });
const Origins = z.array(Origin).max(50).meta({ description: 'Whose pages may embed the site.' });
export const SiteFull = z
  .object({
    id: SiteIdField,
    name: SiteName,
    type: SiteTypeField,
    origins: z.array(z.string()).meta({ description: 'Whose pages may embed the site.' }),
    mode: SiteModeField,
    ...settingFields,
    revision: z.int().meta({ description: 'Counts changes, 1 for the first; a change names it in `If-Match`.' }),
    createdAt: Time,
  })
  .meta({ id: 'Site' });
export type SiteFull = z.infer<typeof SiteFull>;
export const SiteList = z.object({ sites: z.array(SiteFull).meta({ description: 'The sites that one may see.' }) });

export const MakeSite = z.strictObject({
  id: SiteIdField,
  name: SiteName.min(1).max(200),
  origins: Origins,
  type: SiteTypeField.default('blog'),
  mode: SiteModeField.optional(),
  ...settingChanges.shape,
});
export type MakeSite = z.infer<typeof MakeSite>;
export const ChangeSite = z.strictObject({
  name: SiteName.min(1).max(200).optional(),
  origins: Origins.optional(),
  type: SiteTypeField.optional(),
  mode: SiteModeField.optional(),
  ...settingChanges.shape,
});
export type ChangeSite = z.infer<typeof ChangeSite>;

export const WordLevelField = z.enum(WORD_LEVELS).meta({ description: 'What the entry does to a comment that has it.' });
export const WordEntryField = z.strictObject({
  word: z.string().min(1).max(200).meta({ description: 'A word, or a rule of words: docs/moderation.md.' }),
  level: WordLevelField,
  category: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[\w-]+$/)
    .default('custom')
    .meta({ description: 'What it is about: `ad`, `porn`, `abuse`, or a name of one’s own.' }),
  options: z
    .array(z.string().min(1).max(200))
    .max(20)
    .default([])
    .meta({ description: '`boundary`, `until=2026-12-31` and others: docs/moderation.md.' }),
});
const WordCommentField = z.strictObject({
  after: z.int().min(0).meta({ description: 'How many entries stand before it.' }),
  text: z
    .string()
    .max(1000)
    .regex(/^(?:#.*)?$/)
    .meta({ description: 'The line, with its `#`; empty: an empty line.' }),
});
/** Of a site's list, however it is sent. */
export const MOST_WORDS = 200_000;
export const MOST_COMMENTS = 200_000;

export const SaveWords = z.strictObject({
  entries: z.array(WordEntryField).max(MOST_WORDS).meta({ description: 'The whole list; it takes the place of the one before.' }),
  comments: z
    .array(WordCommentField)
    .max(MOST_COMMENTS)
    .default([])
    .meta({ description: 'Lines that begin with `#`, and empty ones, in the order of the list.' }),
});
const Version = z.int().meta({ description: 'Counts the saved lists of the site; 0: none yet.' });
export const WordsAnswer = z.object({
  version: Version,
  entries: z.array(WordEntryField).meta({ description: 'The list, in its order.' }),
  comments: z.array(WordCommentField).meta({ description: 'Lines that begin with `#`, and empty ones.' }),
});
const Line = z.int().meta({ description: 'The number of the line, from 1.' });
const RefusedLines = z
  .array(z.object({ line: Line, why: z.string().meta({ description: 'A stable word for what is wrong with it.' }) }))
  .meta({ description: 'Lines that could not be used.' });
const EntryCount = z.int().meta({ description: 'How many entries the list has.' });
const DoubtfulLines = z
  .array(
    z.object({
      line: Line,
      why: z.enum(LINE_DOUBTS).meta({ description: 'Blanks were taken for tabs, or for a part of the word.' }),
      as: z.string().optional().meta({ description: 'The line as it was read.' }),
    }),
  )
  .meta({ description: 'Lines in which blanks stand where tabs may have been meant; `as`: how the line was read.' });
export const WordsSaved = z.object({ version: Version, entries: EntryCount, refused: RefusedLines, warnings: DoubtfulLines });

export const WordsQuery = z.strictObject({
  version: z.coerce.number().int().min(1).optional().meta({ description: 'A past version; the latest when left out.' }),
});
export const WordVersions = z.object({
  versions: z
    .array(
      z.object({
        version: Version,
        entries: EntryCount,
        savedAt: Time.meta({ description: 'When it was saved.' }),
        by: z
          .object({
            id: z.string().meta({ description: 'The id of a member of staff.' }),
            name: z.string().meta({ description: 'The name, as it was then.' }),
          })
          .meta({ description: 'Who saved it.' }),
      }),
    )
    .meta({ description: 'The kept versions, the latest first.' }),
});

const Tried = z.object({
  size: z.int().meta({ description: 'How many texts were tried.' }),
  hit: z.int().meta({ description: 'How many of them the list hits.' }),
});
/** What a list would do before it is in force. */
export const DryRunAnswer = z.object({
  format: z.enum(LIST_FORMATS).meta({ description: 'The format that the text was taken for.' }),
  entries: EntryCount,
  refused: RefusedLines,
  warnings: DoubtfulLines,
  words: z
    .array(
      z.object({
        word: z.string().meta({ description: 'The entry.' }),
        level: WordLevelField,
        category: z.string().meta({ description: 'What it is about.' }),
        sampleHits: z.int().meta({ description: 'Innocent sentences that it hits.' }),
        textHits: z.int().meta({ description: 'Of the site’s latest published comments.' }),
        examples: z
          .array(
            z.object({
              from: z.enum(['sample', 'texts']).meta({ description: 'An innocent sentence, or a comment of the site.' }),
              text: z.string().meta({ description: 'The text that is hit.' }),
              start: z.int().meta({ description: 'Where the hit begins in `text`, in UTF-16 units.' }),
              end: z.int().meta({ description: 'Where it ends.' }),
            }),
          )
          .meta({ description: 'Some of the hits.' }),
      }),
    )
    .meta({ description: 'Entries that hit something, the ones with most hits first.' }),
  sample: Tried.meta({ description: 'The innocent sentences that come with the program.' }),
  texts: Tried.meta({ description: 'The site’s latest published comments.' }),
  list: z.string().meta({ description: 'The list in the list format, ready to be saved.' }),
});
export type DryRunAnswer = z.infer<typeof DryRunAnswer>;

export const JobView = z
  .object({
    id: z.string().meta({ description: 'Opaque, sortable by time.' }),
    site: z.string().meta({ description: 'The site that it works on.' }),
    kind: z.enum(JOB_KINDS).meta({
      description: 'recheck: the moderation over what is published already; import: a file; join: what a guest has becomes a member’s.',
    }),
    state: z.enum(JOB_STATES).meta({ description: 'How it stands; a job survives a restart.' }),
    progress: z
      .object({
        done: z.int().meta({ description: 'How many comments have been looked at.' }),
        total: z.int().meta({ description: 'How many there are to look at; 0 until it is known.' }),
      })
      .meta({ description: 'How far it is.' }),
    result: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .nullable()
      .meta({ description: 'What it came to, facts by name; null until it is done.' }),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof JobView>;
export const JobAnswer = z.object({ job: JobView });
export const JobsQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const JobList = z.object({ jobs: z.array(JobView).meta({ description: 'The page, newest first.' }), nextCursor: NextCursor });

/** What the site's learners know; they act only while `active`. */
export const LearnersAnswer = z.object({
  models: z
    .array(
      z.object({
        use: z.enum(LEARNER_USES).meta({ description: 'What it learns to recognise.' }),
        active: z.boolean().meta({ description: 'Proven on enough decisions: it holds comments. Else it only watches.' }),
        threshold: z.number().meta({ description: 'From this score on it holds a comment.' }),
        precision: z.number().meta({ description: 'Of its alarms among the latest decisions, the share that was right.' }),
        recall: z.number().meta({ description: 'Of the unwanted comments among them, the share that it found.' }),
        window: z.int().meta({ description: 'Decisions that these are measured on.' }),
        alarms: z.int().meta({ description: 'How often it raised an alarm among these decisions.' }),
        decided: z
          .object({
            wanted: z.int().meta({ description: 'Decisions that let a comment stand.' }),
            unwanted: z.int().meta({ description: 'Decisions that refused one.' }),
          })
          .meta({ description: 'All decisions that it has learnt from.' }),
        bytes: z.int().meta({ description: 'Size of the stored model, bytes.' }),
      }),
    )
    .meta({ description: 'One for each use.' }),
});

export const ChangeThread = z.strictObject({
  closed: z.boolean().optional().meta({ description: 'true: takes no new comments.' }),
  mode: SiteModeField.nullable().optional().meta({ description: 'The thread’s own mode; null: the site’s.' }),
  slowMode: z.int().min(0).max(86_400).optional().meta({ description: 'Seconds; 0 = off.' }),
  url: HttpUrl.nullable().optional().meta({ description: 'Of one of the site’s origins; null: none. Pages do not change it any more.' }),
  title: Title.optional().meta({ description: 'Pages do not change it any more.' }),
  key: ThreadKeyField.optional().meta({
    description:
      'Another name for the thread; the old one leads to it from then on. An address of the site becomes its `url` too, unless that is sent.',
  }),
});
export const MergeThread = z.strictObject({
  into: z.string().min(1).max(64).meta({ description: 'The thread of the same site to which the comments go.' }),
});
export const ThreadsQuery = z.strictObject({
  site: SiteIdField,
  q: z.string().max(200).optional().meta({ description: 'A part of title, address or key.' }),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const ThreadList = z.object({
  threads: z.array(ThreadView).meta({ description: 'The page, newest first.' }),
  nextCursor: NextCursor,
});

const BanKindField = z.enum(BAN_KINDS).meta({ description: 'What the ban names.' });
const BanModeField = z
  .enum(BAN_MODES)
  .meta({ description: 'block: comments are refused with a reason; shadow: they are spam, and the author sees them as waiting.' });
const BanValue = z.string().meta({ description: 'A reader’s id, an address of a network, a domain, or a word in names.' });
const BanNote = z.string().meta({ description: 'For colleagues; readers never see it.' });
export const MakeBan = z.strictObject({
  site: SiteIdField,
  kind: BanKindField,
  value: BanValue.min(1).max(254),
  mode: BanModeField.default('block'),
  reason: ReasonCodeField.optional(),
  note: BanNote.max(500).default(''),
  until: z.iso.datetime({ offset: true }).nullable().default(null).meta({ description: 'When it ends, RFC 3339; null: for good.' }),
});
export const BanView = z
  .object({
    id: Id,
    site: z.string().meta({ description: 'The site that it holds on.' }),
    kind: BanKindField,
    value: BanValue.meta({ description: 'What was named; of a network its keyed hash.' }),
    mode: BanModeField,
    reason: ReasonCodeField.nullable().meta({ description: 'The reason; null without one.' }),
    note: BanNote,
    createdAt: Time,
    until: Time.nullable().meta({ description: 'When it ends; null: for good.' }),
  })
  .meta({ id: 'Ban' });
export const BanAnswer = z.object({ ban: BanView });
export const BansQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const BanList = z.object({ bans: z.array(BanView).meta({ description: 'The page, newest first.' }), nextCursor: NextCursor });
