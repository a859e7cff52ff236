import { z } from 'zod';
import { ERASURE_CHOICES } from '../server/domain/enumerations.ts';
import { SiteIdField } from './comment.ts';

/** In which forms all that is held of a reader is given out. */
export const OWN_DATA_FORMATS = ['json', 'html'] as const;
export type OwnDataFormat = (typeof OWN_DATA_FORMATS)[number];

const Format = z
  .enum(OWN_DATA_FORMATS)
  .optional()
  .meta({ description: 'A JSON object, or a page to read; left out: what `Accept` prefers, JSON where it says nothing.' });
export const Reason = z.string().trim().min(1).max(500).meta({ description: 'Why; stands in the audit log. Without names.' });
const Choice = z
  .enum(ERASURE_CHOICES)
  .meta({ description: 'What becomes of the comments: `anonymous`, the public ones stay without their author; `remove`, all go.' });

export const OwnExportQuery = z.strictObject({ site: SiteIdField, format: Format });
export const EraseQuery = z.strictObject({ site: SiteIdField });
export const EraseOwn = z.strictObject({ comments: Choice });
export const ReaderExportQuery = z.strictObject({ reason: Reason, format: Format });
export const EraseReader = z.strictObject({ comments: Choice, reason: Reason });
