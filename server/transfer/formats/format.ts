/** What a reader of another system's files takes and gives. Everything that all systems have in common is done after it. */
import type { JsonShape } from '../input/json-shape.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import type { CommentRecord, RefusedWhy } from './comment-record.ts';
import type { Ms, SiteMode } from '../../domain/types.ts';
import type { FormatName } from '../../domain/import-formats.ts';

/** A page as the file names it. */
export interface SourcePage {
  /** An address, or a path below the site's; empty when the file does not say which page it is. */
  address: string;
  /** The site that paths of this page belong to, where the file says so itself; it goes before the base URL of the run. */
  base?: string;
  title?: string;
}

/** Who wrote a comment. What is not known is left out, and never the word `null` or `undefined`. */
export interface SourceAuthor {
  /** What the system knows the person by, for everything that this person wrote; never a secret such as a login token. */
  id?: string;
  name?: string;
  email?: string;
  /** The person's own page. */
  url?: string;
  avatar?: string;
  /** Is it the owner of the site, or one of the staff? */
  isOwner?: boolean;
}

/** The text of a comment, in the markup that it was written in. A single line break counts in `plain` and in `markdown`. */
export type SourceText =
  | { markup: 'html'; text: string /** Does a line break in the HTML count too? */; breaks?: boolean }
  | { markup: 'markdown'; text: string }
  | { markup: 'plain'; text: string };

/** What a comment is at its source. `deleted`, `rejected`, `spam`, `trash` and `pingback` are not stored unless asked for. */
export type SourceState = 'published' | 'pending' | 'spam' | 'trash' | 'pingback' | 'deleted' | 'rejected';

/** A comment as its file has it. Ids are texts, compared as they stand. */
export interface SourceComment {
  type: 'comment';
  at: Place;
  /** Empty: it has none, and is not read. */
  id: string;
  page: SourcePage;
  /** Is the id unique in its page alone? */
  isIdOfPage?: boolean;
  /** The comment that it answers; null, left out or empty: none. */
  parentId?: string | null;
  /** The top of its conversation: it is hung there when its parent is not in the file. */
  rootId?: string | null;
  author: SourceAuthor | null;
  text: SourceText;
  /** As the file has it; see `readTime`. */
  createdAt: unknown;
  /** When its text was last changed by its author, where the file says so. */
  editedAt?: unknown;
  state: SourceState;
  votes?: { up: number; down: number };
  isPinned?: boolean;
  isFeatured?: boolean;
}

/** What is known of a page beside its comments. It may come before or after them. */
export interface SourcePageFacts {
  type: 'page';
  page: SourcePage;
  /** The key of a page of our own format, which has one of its own. */
  key?: string;
  isClosed?: boolean;
  /** Of our own format: how its comments are moderated; null: as those of the site. */
  mode?: SiteMode | null;
  /** Of our own format: least time between two comments of one reader. */
  slowMode?: Ms;
  /** Of our own format: keys that its thread had before. */
  movedFrom?: readonly string[];
}

/** A line or a record that could not be read; the rest of the file is taken. */
export interface SourceRefusal {
  type: 'refused';
  at: Place;
  why: RefusedWhy;
  /** The field that it is about; empty: the whole. */
  field?: string;
}

/** A record that says that it is a comment and cannot be one, such as one without any field that is known. */
export interface SourceUnreadable {
  type: 'unreadable';
  at: Place;
}

/** Something about the file that the person who imports it should know. */
export interface SourceNotice {
  type: 'notice';
  notice: 'invalid-bytes' | 'control-characters' | 'stray-characters' | 'undeclared-prefix';
  at: Place;
}

/** A comment of our own format: it is stored as it says. */
export interface OwnComment {
  type: 'own';
  at: Place;
  comment: CommentRecord;
}

export type SourceItem = SourceComment | OwnComment | SourcePageFacts | SourceRefusal | SourceUnreadable | SourceNotice;

/** What a reader may be asked to do beside reading. */
export interface SourceOptions {
  /** The project of a database that holds several. */
  project: string | null;
  /** Names of columns: ours → those of the file. */
  columns: ReadonlyMap<string, string>;
}

/** What of the files is looked at to find their format. */
export interface Sample {
  entries: readonly SourceEntry[];
  /** The beginning of the first file as text, without a byte order mark. */
  text: string;
  /** The same as JSON; null when it is not. */
  json: JsonShape | null;
}

/** A format that comments can be imported from. */
export interface ImportFormat {
  name: FormatName;
  /** Other names of `--format` that mean it. */
  otherNames?: readonly FormatName[];
  /**
   * Two formats whose ids name the same comments (Valine and Waline of one application) have one source: a comment that
   * came by one of them is known by the other.
   */
  source: string;
  /** Are ids that have the form of ours kept? */
  keepsIds?: boolean;
  /** Do the files look like it? Never throws; what is cut in the middle or malformed later may still be recognised. */
  recognises(sample: Sample): boolean;
  /**
   * Reads everything from the beginning; may be called again, and gives the same each time. No more is in memory than what
   * grows with pages and people.
   * @throws NotImportable (input/not-importable.ts).
   */
  read(entries: readonly SourceEntry[], options: SourceOptions): AsyncIterable<SourceItem>;
}
