/** What all systems have in common: a comment as its file has it becomes one as it is stored, or there is a reason why not. */
import { Email } from '../../contract/comment.ts';
import type { CommentStatus, Ms } from '../domain/types.ts';
import { tidyBody } from '../markup/render-body.ts';
import { ownMarkdown } from './foreign-text.ts';
import type { SourceAuthor, SourceComment, SourceState } from './formats/format.ts';
import type { CommentRecord } from './formats/comment-record.ts';
import type { Ids } from './ids.ts';
import type { Includable } from '../domain/includable.ts';
import { readTime } from './input/read-time.ts';
import type { SkipReason, SpooledComment } from './spool.ts';

/** The longest text that is kept, characters: far more than a post may have. */
const LONGEST_TEXT = 100_000;
const LONGEST_NAME = 200;
const LONGEST_URL = 2_000;

export interface SpoolRules {
  ids: Ids;
  /** The zone of times without one. */
  timeZone: string;
  include: ReadonlySet<Includable>;
}

/**
 * A comment as it is written down; null when it has no id or no time that can be read.
 * @param page the number of its page.
 * @param pageUrl the address of its page: links in it may be relative. */
export function spoolComment(
  source: SourceComment,
  page: number,
  pageUrl: string,
  { ids, timeZone, include }: SpoolRules,
): SpooledComment | null {
  const createdAt = readTime(source.createdAt, timeZone);
  if (createdAt === null || source.id === '') return null;
  const nameOf = (id: string | null | undefined): string | undefined =>
    id === undefined || id === null || id === '' ? undefined : ids.tailOf(source.isIdOfPage === true ? `${page} ${id}` : id);
  const [parent, root] = [nameOf(source.parentId), nameOf(source.rootId)];
  const place = {
    id: ids.idOf(source.isIdOfPage === true ? `${page} ${source.id}` : source.id, createdAt),
    ...(parent === undefined ? {} : { parent }),
    ...(root === undefined ? {} : { root }),
    page,
    createdAt,
  };
  const leftOut = reasonOf(source.state, include);
  if (leftOut !== null) return { ...place, skip: leftOut, status: 'purged' };
  const { text } = source.text;
  const markdown = ownMarkdown({ ...source.text, text: text.slice(0, 4 * LONGEST_TEXT) }, pageUrl);
  const body = tidyBody(markdown.slice(0, LONGEST_TEXT).toWellFormed());
  if (body.trim() === '') return { ...place, skip: 'empty', status: 'purged' };
  const editedAt = editedOf(source.editedAt, createdAt, timeZone);
  return {
    ...place,
    status: STATUS[source.state],
    author: authorOf(source.author),
    body,
    ...(editedAt === null ? {} : { editedAt }),
    ...votesOf(source.votes),
    ...(source.isPinned === true ? { pinned: true } : {}),
    ...(source.isFeatured === true ? { featured: true } : {}),
  };
}

/** A comment of our own format as it is written down: what it says stands. */
export function spoolOwnComment(record: CommentRecord, page: number, ids: Ids): SpooledComment {
  const { id, parentId, author, body, html, status, createdAt, editedAt, votes, pinned, featured } = record;
  const isPurged = status === 'purged';
  return {
    id: ids.idOf(id, createdAt),
    page,
    createdAt,
    status,
    ...(parentId === undefined || parentId === null ? {} : { parent: ids.tailOf(parentId) }),
    ...(isPurged || author === undefined ? {} : { author: ownAuthor(author, ids) }),
    ...(isPurged || body === undefined ? {} : { body }),
    ...(isPurged || html === undefined ? {} : { html }),
    ...(editedAt === undefined || editedAt === null ? {} : { editedAt }),
    ...(votes === undefined ? {} : { votes }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(featured === undefined ? {} : { featured }),
  };
}

type Author = NonNullable<SpooledComment['author']>;

function ownAuthor({ id, name, email, emailHash }: NonNullable<CommentRecord['author']>, ids: Ids): Author {
  const named: Author['known'] = email ? ['email', email.toLowerCase()] : ['name', name];
  const known: Author['known'] = id === undefined ? named : [ids.keeps(id) ? 'own' : 'id', id];
  return { known, name, ...(email ? { email } : {}), ...(emailHash === undefined ? {} : { emailHash }) };
}

const STATUS: Readonly<Record<SourceState, CommentStatus>> = {
  published: 'published',
  pending: 'pending',
  spam: 'spam',
  trash: 'rejected',
  pingback: 'published',
  deleted: 'purged',
  rejected: 'rejected',
};

function reasonOf(state: SourceState, include: ReadonlySet<Includable>): SkipReason | null {
  if (state === 'published' || state === 'pending') return null;
  if (state === 'deleted' || state === 'rejected') return state;
  return include.has(state) ? null : state;
}

/** Words that programs write where there is nothing. */
const NOTHING = new Set(['', 'null', 'undefined', 'nil', 'none', 'nan']);

/** A text that says something; undefined for blanks and for words that programs write where there is nothing. */
export function meaningfulText(text: string | undefined): string | undefined {
  const trimmed = (text ?? '').trim();
  return NOTHING.has(trimmed.toLowerCase()) ? undefined : trimmed;
}

function authorOf(source: SourceAuthor | null): NonNullable<SpooledComment['author']> {
  const id = meaningfulText(source?.id)?.slice(0, 256);
  const name = (meaningfulText(source?.name) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
  const email = Email.safeParse(meaningfulText(source?.email) ?? '').data?.toLowerCase();
  const [url, avatar] = [webAddress(source?.url), webAddress(source?.avatar)];
  return {
    known: id !== undefined ? ['id', id] : email !== undefined ? ['email', email] : ['name', name],
    name,
    ...(email === undefined ? {} : { email }),
    ...(url === undefined ? {} : { url }),
    ...(avatar === undefined ? {} : { avatar }),
    ...(source?.isOwner === true ? { isOwner: true } : {}),
  };
}

/** An address of the web; one without a scheme is taken as https, any other scheme as nothing. */
function webAddress(text: string | undefined): string | undefined {
  const written = meaningfulText(text);
  if (written === undefined || written.length > LONGEST_URL) return undefined;
  const whole = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(written) ? written : `https://${written.replace(/^\/\//, '')}`;
  if (!URL.canParse(whole)) return undefined;
  const { protocol, hostname, href } = new URL(whole);
  return /^https?:$/.test(protocol) && hostname.includes('.') ? href : undefined;
}

/** Times before it was written, such as year 1, stand for none. */
function editedOf(value: unknown, createdAt: Ms, timeZone: string): Ms | null {
  const at = value === undefined || value === null ? null : readTime(value, timeZone);
  return at !== null && at > createdAt ? at : null;
}

function votesOf(votes: { up: number; down: number } | undefined): Pick<SpooledComment, 'votes'> {
  const count = (n: number | undefined): number => Math.min(1_000_000_000, Math.max(0, Math.trunc(Number.isFinite(n) ? (n ?? 0) : 0)));
  const [up, down] = [count(votes?.up), count(votes?.down)];
  return up === 0 && down === 0 ? {} : { votes: { up, down } };
}
