import { z } from 'zod';
import { COMMENT_STATUSES } from '../server/domain/enumerations.ts';
import { EXPORT_FORMATS, EXPORT_FORMS } from '../server/domain/export-formats.ts';
import { SiteIdField, ThreadKeyField } from './comment.ts';

/** A day (in UTC, from its beginning) or a moment, as milliseconds. */
export const ExportTime = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => Date.parse(text))
  .meta({ example: '2026-01-31' });

/** Statuses, divided by commas. */
export const ExportStatuses = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(COMMENT_STATUSES)).min(1));

/** What is exported, and how. */
export const ExportsQuery = z
  .strictObject({
    site: SiteIdField,
    format: z.enum(EXPORT_FORMATS).default('liangju').meta({ description: 'The format of the file.' }),
    thread: ThreadKeyField.optional().meta({ description: 'The key of a thread; left out: all of them.' }),
    from: ExportTime.optional().meta({ description: 'Comments that were made then or later.' }),
    to: ExportTime.optional().meta({ description: 'Comments that were made before.' }),
    status: ExportStatuses.optional().meta({
      description:
        'Statuses, divided by commas. Left out: all in our own format; in the others published and pending ones, where the format has a place for them.',
    }),
    personal: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .meta({
        description: 'With what is known of authors beside name and text: addresses that they have given, keyed hashes of addresses.',
      }),
  })
  .superRefine(({ format, status }, { addIssue }) => {
    const { statuses } = EXPORT_FORMS[format];
    // What has no place of its own would be published by mistake.
    if (status?.some((one) => !statuses.includes(one)) === true)
      addIssue({ code: 'invalid_value', values: [...statuses], path: ['status'], input: status });
  });
export type ExportsQuery = z.output<typeof ExportsQuery>;
