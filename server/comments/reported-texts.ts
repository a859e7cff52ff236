import type { ReportedText } from '../../contract/moderation.ts';
import { replacedAfterReports, textAt } from '../domain/reported-text.ts';
import type { Comment, CommentId, Report } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';

type Reading = Pick<Store['comments'], 'reports' | 'revisions'>;

/** Of comments that were edited after somebody had reported them: the texts that were reported, oldest first. */
export async function reportedTexts(
  store: { comments: Reading },
  comments: readonly Comment[],
  known?: ReadonlyMap<CommentId, readonly Report[]>,
): Promise<Map<CommentId, ReportedText[]>> {
  // Of a text that never changed nothing can be lost.
  const edited = comments.filter(({ editedAt, content }) => editedAt !== null && content !== null);
  const reports = known ?? (edited.length === 0 ? new Map() : await store.comments.reports(edited.map(({ id }) => id)));
  const found = await Promise.all(
    edited.map(async ({ id }): Promise<[CommentId, ReportedText[]]> => [id, await textsOf(store.comments, id, reports.get(id) ?? [])]),
  );
  return new Map(found.filter(([, texts]) => texts.length > 0));
}

async function textsOf(store: Reading, id: CommentId, reports: readonly Report[]): Promise<ReportedText[]> {
  if (reports.length === 0) return [];
  const texts = await store.revisions(id);
  return replacedAfterReports(texts, reports).map((text) => ({
    revision: text.revision,
    body: text.body,
    at: wireTime(text.at),
    reports: reports.filter(({ revision }) => textAt(texts, revision) === text).length,
  }));
}

/** For the log: the revision of the text that the latest report was made on, and whether an edit has replaced it since. */
export async function lastReported(
  store: { comments: Reading },
  { id, content }: Comment,
): Promise<{ reported: number; replaced: boolean } | null> {
  const last = (await store.comments.reports([id])).get(id)?.at(-1);
  if (last === undefined) return null;
  const text = textAt(await store.comments.revisions(id), last.revision);
  return { reported: text?.revision ?? last.revision, replaced: text !== undefined && text.body !== content?.body };
}
