import { COMMENT_STATUSES, type CommentStatus } from './enumerations.ts';

/** The formats that comments can be exported in, as `--format` names them; ours is the first. */
export const EXPORT_FORMATS = ['liangju', 'csv', 'wxr', 'artrans', 'disqus', 'comentario'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface ExportForm {
  /** How the names of its files end. */
  extension: string;
  mediaType: string;
  /** What it has a place for. What is written as another status there would become public by mistake. */
  statuses: readonly CommentStatus[];
  /** What is taken unless asked otherwise. */
  byDefault: readonly CommentStatus[];
}

const JSON_TYPE = 'application/json; charset=utf-8';
const XML_TYPE = 'application/xml; charset=utf-8';

/** What each format is like. Place-holders of comments that have answers are in all of them. */
export const EXPORT_FORMS: Readonly<Record<ExportFormat, ExportForm>> = {
  liangju: {
    extension: 'jsonl',
    mediaType: 'application/jsonl; charset=utf-8',
    statuses: COMMENT_STATUSES,
    byDefault: COMMENT_STATUSES,
  },
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8', statuses: COMMENT_STATUSES, byDefault: ['published', 'pending'] },
  wxr: {
    extension: 'xml',
    mediaType: XML_TYPE,
    statuses: ['published', 'pending', 'rejected', 'spam', 'removed'],
    byDefault: ['published', 'pending'],
  },
  artrans: { extension: 'artrans', mediaType: JSON_TYPE, statuses: ['published', 'pending'], byDefault: ['published', 'pending'] },
  // A post that waits looks like one that is published.
  disqus: { extension: 'xml', mediaType: XML_TYPE, statuses: ['published', 'spam', 'removed'], byDefault: ['published'] },
  comentario: {
    extension: 'json',
    mediaType: JSON_TYPE,
    statuses: ['published', 'pending', 'rejected', 'spam', 'removed'],
    byDefault: ['published', 'pending'],
  },
};
