/** A table for programs that calculate: one comment a row, columns that `liangju import` knows. */
import { stringify } from 'csv-stringify/sync';
import { wireTime } from '../../presenters/present-comment.ts';
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { markdownText } from './exported-text.ts';
import { pageAddress } from './page-of-thread.ts';

type Cell = string | number;

const COLUMNS = [
  'id',
  'parent',
  'root',
  'page',
  'title',
  'thread_key',
  'thread_closed',
  'author',
  'author_id',
  'badge',
  'text',
  'html',
  'date',
  'edited',
  'status',
  'likes',
  'dislikes',
  'pinned',
  'featured',
] as const;
/** Left out unless asked for. */
const PERSONAL = ['email', 'email_hash', 'member_id', 'region'] as const;

export async function* writeCsv(source: ExportSource): AsyncGenerator<ExportPart> {
  const { isPersonal } = source.request;
  // The mark at the beginning is for programs that would not take the file for UTF-8.
  yield { text: `\ufeff${tableOf([isPersonal ? [...COLUMNS, ...PERSONAL] : COLUMNS])}`, comments: 0 };
  for await (const page of source.comments()) {
    const rows = page.map((one) => (isPersonal ? [...rowOf(source, one), ...personalOf(one)] : rowOf(source, one)));
    if (rows.length > 0) yield { text: tableOf(rows), comments: rows.length };
  }
}

/** A cell that would be taken for a formula begins with a sign that says that it is text. */
function tableOf(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { record_delimiter: 'windows', escape_formulas: true },
  );
}

const yesOrNo = (isSo: boolean): string => (isSo ? 'true' : 'false');

function rowOf({ site }: ExportSource, { comment, thread, status, content }: ExportedComment): Cell[] {
  const { id, parentId, rootId, author, editedAt, createdAt, votes, pinned, featured } = comment;
  const markdown = content === null ? '' : markdownText(content);
  const who = content === null ? null : author;
  return [
    id,
    parentId ?? '',
    rootId,
    pageAddress(site, thread),
    thread.title,
    thread.key,
    yesOrNo(thread.closed),
    who?.name ?? '',
    who?.readerId ?? '',
    who?.badge ?? '',
    markdown ?? '',
    markdown === null ? (content?.html ?? '') : '',
    wireTime(createdAt),
    editedAt === null ? '' : wireTime(editedAt),
    status,
    votes.up,
    votes.down,
    yesOrNo(pinned),
    yesOrNo(featured),
  ];
}

function personalOf({ comment, content, reader }: ExportedComment): Cell[] {
  const region = content === null ? null : (comment.author?.region ?? null);
  return [reader?.email ?? '', reader?.emailHash ?? '', reader?.memberId ?? '', region ?? ''];
}
