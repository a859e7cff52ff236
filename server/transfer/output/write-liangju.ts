/** Our own format: its header, threads that have something to say of themselves, then comments. */
import type { Thread, ThreadKey } from '../../domain/types.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import type { CommentRecordInput, ThreadRecordInput } from '../formats/comment-record.ts';
import { HEADER } from '../formats/liangju.ts';
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { typedText } from './exported-text.ts';

export async function* writeLiangju(source: ExportSource): AsyncGenerator<ExportPart> {
  yield { text: linesOf([HEADER]), comments: 0 };
  for await (const threads of source.threads()) {
    const oldKeys = await source.oldKeys(threads);
    const records = threads.flatMap((thread) => {
      const movedFrom = oldKeys.get(thread.id) ?? [];
      return hasSettings(thread) || movedFrom.length > 0 ? [threadRecord(thread, movedFrom)] : [];
    });
    if (records.length > 0) yield { text: linesOf(records), comments: 0 };
  }
  for await (const page of source.newestComments())
    if (page.length > 0) yield { text: linesOf(page.map(commentRecord)), comments: page.length };
}

function linesOf(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Is it set otherwise than its site? */
function hasSettings({ closed, mode, slowMode }: Thread): boolean {
  return closed || mode !== null || slowMode > 0;
}

const nameOf = ({ key, url, title }: Thread): { key: string; url: string; title: string } => ({ key, url, title });

/** What the lines of its comments do not say. */
function threadRecord(thread: Thread, movedFrom: ThreadKey[]): ThreadRecordInput {
  const { closed, mode, slowMode } = thread;
  return {
    thread: {
      ...nameOf(thread),
      ...(closed ? { closed } : {}),
      ...(mode === null ? {} : { mode }),
      ...(slowMode > 0 ? { slowMode: Math.ceil(slowMode / 1_000) } : {}),
      ...(movedFrom.length > 0 ? { movedFrom } : {}),
    },
  };
}

function commentRecord({ comment, thread, status, content, reader }: ExportedComment): CommentRecordInput {
  const { id, parentId, author, votes, editedAt } = comment;
  const typed = content === null ? null : typedText(content);
  return {
    id,
    thread: nameOf(thread),
    ...(parentId === null ? {} : { parentId }),
    ...(author === null || content === null
      ? {}
      : {
          author: {
            id: author.readerId,
            name: author.name,
            ...(reader?.email ? { email: reader.email } : {}),
            ...(reader?.emailHash ? { emailHash: reader.emailHash } : {}),
          },
        }),
    ...(content === null ? {} : typed === null ? { html: content.html } : { body: typed }),
    status,
    createdAt: wireTime(comment.createdAt),
    ...(editedAt === null ? {} : { editedAt: wireTime(editedAt) }),
    ...(votes.up === 0 && votes.down === 0 ? {} : { votes: { up: votes.up, down: votes.down } }),
    ...(comment.pinned ? { pinned: true } : {}),
    ...(comment.featured ? { featured: true } : {}),
  };
}
