import { z } from 'zod';
import { IMPORT_STATES } from '../server/domain/enumerations.ts';
import { FORMAT_NAMES } from '../server/domain/import-formats.ts';
import { isTimeZone } from '../server/domain/time-zone.ts';
import { INCLUDABLE } from '../server/domain/includable.ts';
import { CommentStatusField, Cursor, Id, Limit, NextCursor, SiteIdField, Time } from './comment.ts';

const Pair = z
  .string()
  .max(4_096)
  .regex(/^.+?=https?:\/\/.+$/i);
const asList = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

/** How a file is to be read; the file itself is the body. */
export const ImportQuery = z.strictObject({
  site: SiteIdField,
  name: z.string().min(1).max(200).default('import').meta({ description: 'The name of the file.' }),
  format: z
    .enum(['auto', ...FORMAT_NAMES])
    .default('auto')
    .meta({ description: 'auto: recognised by the content.' }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional()
    .meta({ description: 'The website that paths in the file belong to; the site’s address where it has one alone.' }),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .refine(isTimeZone)
    .default('UTC')
    .meta({ description: 'The IANA zone of times without one.', example: 'Asia/Shanghai' }),
  encoding: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .meta({ description: 'The encoding of the file, such as gb18030; as it declares it, else UTF-8.' }),
  include: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').filter((name) => name !== '') : value),
      z.array(z.enum(INCLUDABLE)),
    )
    .default([])
    .meta({ description: 'What is taken beside what was public or waited, divided by commas.' }),
  mapUrl: z
    .preprocess(asList, z.array(Pair).max(1_000))
    .default([])
    .meta({ description: '`OLD=NEW`: an old address is taken as a new one; `*` stands for anything. Can be sent several times.' }),
  project: z.string().min(1).max(200).optional().meta({ description: 'Which project of a database that holds several.' }),
});
export type ImportQuery = z.output<typeof ImportQuery>;

const Place = {
  line: z.int().nullable().meta({ description: 'The line, from 1; null where there is none.' }),
  entry: z.string().nullable().meta({ description: 'The file in the archive; null for a single file.' }),
};

export const ImportReportView = z.object({
  records: z.int().meta({ description: 'Comments in the file.' }),
  comments: z.int().meta({ description: 'Those that are stored, place-holders included.' }),
  threads: z.int().meta({ description: 'Pages with a comment that is stored.' }),
  closedThreads: z.int().meta({ description: 'Those of them that end closed.' }),
  people: z.int().meta({ description: 'Authors, each once.' }),
  maxDepth: z.int().meta({ description: 'The deepest answer; 0: there are top-level comments alone.' }),
  orphans: z.int().meta({ description: 'Answers whose parent is not in the file, now top-level comments.' }),
  rehung: z.int().meta({ description: 'Answers whose parent is not in the file, now below the top of their conversation.' }),
  takenKeys: z
    .int()
    .meta({ description: 'Old keys of threads in the file that stay with other threads here; 0 until it has been stored.' }),
  statuses: z.partialRecord(CommentStatusField, z.int()).meta({ description: 'What is stored, by status.' }),
  skipped: z
    .array(
      z.object({
        reason: z
          .string()
          .meta({ description: 'A stable word: spam, trash, pingback, deleted, rejected, empty, no-page, unreadable, repeated.' }),
        text: z.string().meta({ description: 'The same for a person.' }),
        count: z.int().meta({ description: 'How many.' }),
        ...Place,
      }),
    )
    .meta({ description: 'What is left out, by why, with the place of the first.' }),
  refusedCount: z.int().meta({ description: 'Records that could not be read.' }),
  refused: z
    .array(
      z.object({
        why: z.string().meta({ description: 'A stable word.' }),
        text: z.string().meta({ description: 'The same for a person.' }),
        ...Place,
      }),
    )
    .meta({ description: 'The first of them.' }),
  notices: z
    .array(
      z.object({
        notice: z.string().meta({ description: 'A stable word.' }),
        text: z.string().meta({ description: 'The same for a person.' }),
        ...Place,
      }),
    )
    .meta({ description: 'What else was seen.' }),
  foreignHosts: z
    .array(
      z.object({ host: z.string().meta({ description: 'Its name.' }), count: z.int().meta({ description: 'Comments of pages there.' }) }),
    )
    .meta({ description: 'Hosts that are none of the site’s.' }),
});
export type ImportReportView = z.infer<typeof ImportReportView>;

export const ImportView = z
  .object({
    id: z.string().meta({ description: 'Opaque, sortable by time.' }),
    site: z.string().meta({ description: 'The site that it goes into.' }),
    state: z.enum(IMPORT_STATES).meta({ description: 'ready: it has been read and waits for `run`.' }),
    format: z.string().nullable().meta({ description: 'null until it is recognised.' }),
    files: z.array(z.string()).meta({ description: 'Names of the files.' }),
    options: z
      .object({
        format: z.enum(['auto', ...FORMAT_NAMES]).meta({ description: 'auto: it was to be recognised.' }),
        baseUrl: z.string().nullable().meta({ description: 'The website that paths belong to; null: the site’s address.' }),
        timeZone: z.string().meta({ description: 'The zone of times without one.' }),
        encoding: z.string().nullable().meta({ description: 'null: as the file declares it, else UTF-8.' }),
        include: z.array(z.enum(INCLUDABLE)).meta({ description: 'What is taken beside what was public or waited.' }),
        mapUrl: z.array(z.string()).meta({ description: '`OLD=NEW`, each.' }),
        project: z.string().nullable().meta({ description: 'Which project of a database that holds several.' }),
        columns: z.record(z.string(), z.string()).meta({ description: 'Names of columns: ours, and those of the file.' }),
      })
      .meta({ description: 'How the files are read, as it was asked for.' }),
    progress: z
      .object({
        done: z.int().meta({ description: 'Comments that the present step has done.' }),
        total: z.int().meta({ description: 'How many there are; 0 while that is not known.' }),
      })
      .meta({ description: 'How far the present step is.' }),
    report: ImportReportView.nullable().meta({ description: 'What has been understood; null until the file is read.' }),
    new: z.int().meta({ description: 'Comments that were not there.' }),
    known: z.int().meta({ description: 'Comments that were.' }),
    updated: z.int().meta({ description: 'Those of them that have become another.' }),
    left: z.int().meta({ description: 'Of one that was taken back: comments that stay, because people changed or answered them.' }),
    failure: z
      .object({
        code: z.string().meta({ description: 'A stable word.' }),
        message: z.string().meta({ description: 'The same for a person.' }),
      })
      .nullable()
      .meta({ description: 'Why it failed.' }),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof ImportView>;

export const ImportAnswer = z.object({ import: ImportView });
export const ImportsQuery = z.strictObject({ site: SiteIdField, limit: Limit, cursor: Cursor.optional() });
export const ImportList = z.object({
  imports: z.array(ImportView).meta({ description: 'The page, newest first.' }),
  nextCursor: NextCursor,
});
export const ImportById = z.strictObject({ id: Id });
