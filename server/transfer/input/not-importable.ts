/** Why files cannot be imported, and where. */

/** Where something stands: the line in a file, and the name of that file where there are several. */
export interface Place {
  line: number;
  entry?: string;
}

/** Why a file cannot be imported at all. */
export const UNREADABLE_REASONS = [
  'no-file',
  'no-header',
  'unknown-format',
  'other-format',
  'unknown-version',
  'not-json',
  'not-xml',
  'not-csv',
  'not-a-database',
  'doctype',
  'cut',
  'damaged',
  'too-large',
  'too-many-files',
  'too-many-pages',
  'unknown-encoding',
  'page-counts',
  'choose-project',
  'no-base-url',
  'internal',
] as const;

/** The file cannot be imported at all; nothing of it has been stored. */
export class NotImportable extends Error {
  override readonly name = 'NotImportable';
  readonly why: (typeof UNREADABLE_REASONS)[number];
  readonly at: Place | null;
  /** What the sentence names: a version, the names of the projects, what was expected. Never a text of a comment. */
  readonly detail: string;

  constructor(why: NotImportable['why'], { at = null, detail = '' }: { at?: Place | null; detail?: string } = {}) {
    super(detail === '' ? why : `${why}: ${detail}`);
    this.why = why;
    this.at = at;
    this.detail = detail;
  }
}
