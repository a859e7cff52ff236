import { replacedAfterReports } from '../../domain/reported-text.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { CommentId } from '../../domain/types.ts';
import type { CommentDocument, PastText, ReportDocument } from './documents.ts';
import type { IndexQueue } from './index-queue.ts';
import type { Models } from './models.ts';
import { isPair, NOT_INDEXED } from './search-blocks.ts';
import { driverCollection } from './driver.ts';

/** The texts a comment has had, oldest first, the latest included. */
export function textsOf({
  revisions,
  content,
  textRevision,
  textAt,
}: Pick<CommentDocument, 'revisions' | 'content' | 'textRevision' | 'textAt'>): PastText[] {
  return content === null ? revisions : [...revisions, { revision: textRevision, body: content.body, text: content.text, at: textAt }];
}

/** The replaced texts that readers reported, folded, as the search compares them; empty without any. */
export function reportedFolded(texts: readonly PastText[], reports: readonly Pick<ReportDocument, 'revision'>[]): string {
  return replacedAfterReports(texts, reports)
    .map(({ text }) => foldText(text))
    .join('\n');
}

/** The pieces by which the queue finds these texts: the pairs, as it is not searched for single characters. */
export function pairsIn(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(searchGrams))].filter(isPair);
}

type Read = Pick<
  CommentDocument,
  '_id' | 'siteId' | 'revision' | 'revisions' | 'content' | 'textRevision' | 'textAt' | 'reported' | 'position' | 'backlog' | 'review'
>;
const READ = {
  siteId: 1,
  revision: 1,
  revisions: 1,
  content: 1,
  textRevision: 1,
  textAt: 1,
  reported: 1,
  position: 1,
  backlog: 1,
  'review.state': 1,
} as const;

/** Keeps comments findable by the texts that were reported and have been replaced. */
export interface ReportedTexts {
  /** The revisions that the reports on a comment were made on. */
  reportsOn(id: CommentId): Promise<Pick<ReportDocument, 'revision'>[]>;
  /** Lets the search find a comment by its reported texts. The second time changes nothing. */
  findByReported(id: CommentId): Promise<void>;
  /** Deletes the texts that a comment had before its latest one. The second time changes nothing. */
  forgetFormer(id: CommentId): Promise<void>;
}

export function createReportedTexts({ models, indexQueue }: { models: Models; indexQueue: IndexQueue }): ReportedTexts {
  const reportsOn = (commentId: CommentId): Promise<Pick<ReportDocument, 'revision'>[]> =>
    models.reports.find({ commentId }, { _id: 0, revision: 1 }).hint('age').lean<Pick<ReportDocument, 'revision'>[]>();

  /** Stores what the comment is searched by from now on; false: it was changed meanwhile. */
  async function store(found: Read, now: string, more: object = {}): Promise<boolean> {
    const { _id, content, revision, position, backlog = [] } = found;
    const grams = found.review?.state === 'open' && content !== null ? { grams: pairsIn([content.text, now]) } : {};
    const positions = position === NOT_INDEXED ? {} : { backlog: [...backlog, position] };
    const same = { _id, revision, position, reported: found.reported ?? null };
    const set = { reported: now, position: NOT_INDEXED, ...positions, ...grams, ...more };
    const { matchedCount } = await driverCollection(models.comments).updateOne(same as object, { $set: set });
    if (matchedCount === 0) return false;
    indexQueue.noticed(found.siteId, 1);
    await indexQueue.takeOut({ _id, ...positions });
    return true;
  }

  async function forgetFormer(id: CommentId): Promise<void> {
    for (;;) {
      const found = await models.comments.findById(id, READ).lean<Read | null>();
      if (found === null || found.revisions.length === 0) return;
      if (await store(found, '', { revisions: [] })) return;
    }
  }

  async function findByReported(id: CommentId): Promise<void> {
    for (;;) {
      const found = await models.comments.findById(id, READ).lean<Read | null>();
      // Most comments have had one text.
      if (found === null || found.content === null || found.revisions.length === 0) return;
      const now = reportedFolded(textsOf(found), await reportsOn(id));
      if (now === (found.reported ?? '') || (await store(found, now))) return;
    }
  }

  return {
    reportsOn,
    findByReported,
    forgetFormer,
  };
}
