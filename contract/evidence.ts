import { z } from 'zod';
import { Id, SiteIdField, ThreadKeyField } from './comment.ts';
import { ExportTime } from './exports.ts';
import { Reason } from './own-data.ts';

/** About what evidence is asked for: one of the three, or the site as a whole. */
export const ExportEvidence = z
  .strictObject({
    site: SiteIdField,
    thread: ThreadKeyField.optional().meta({ description: 'The key of a thread.' }),
    comment: Id.optional().meta({ description: 'A comment; it is in any span.' }),
    reader: Id.optional().meta({ description: 'A reader.' }),
    from: ExportTime.optional().meta({ description: 'What was made then or later.' }),
    to: ExportTime.optional().meta({ description: 'What was made before.' }),
    reason: Reason,
  })
  .refine(({ thread, comment, reader }) => [thread, comment, reader].filter((one) => one !== undefined).length <= 1, {
    message: 'one of thread, comment and reader at most',
  })
  .meta({ id: 'ExportEvidence' });
