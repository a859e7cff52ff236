import { trusted } from 'mongoose';
import { replacedAfterReports } from '../../domain/reported-text.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { CommentId } from '../../domain/types.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, PastText, ReportDocument } from './documents.ts';
import { isPair, WAITS } from './search-blocks.ts';

/** Comments whose reports an earlier version stored, brought over at once. */
const AT_ONCE = 200;

/** The texts a comment has had, oldest first, the latest included. */
export function textsOf({
  revisions,
  content,
  textRevision,
  textAt,
}: Pick<CommentDocument, 'revisions' | 'content' | 'textRevision' | 'textAt'>): PastText[] {
  return content === null ? revisions : [...revisions, { revision: textRevision, body: content.body, text: content.text, at: textAt }];
}

/** The revision that a report names; of one that an earlier version stored that of the text which was there at its time. */
export function revisionOf({ revision, at }: Pick<ReportDocument, 'revision' | 'at'>, texts: readonly PastText[]): number {
  return revision ?? texts.findLast((text) => text.at <= at)?.revision ?? texts[0]?.revision ?? 1;
}

/** The replaced texts that readers reported, folded, as the search compares them; empty without any. */
export function reportedFolded(texts: readonly PastText[], reports: readonly Pick<ReportDocument, 'revision' | 'at'>[]): string {
  const named = reports.map((report) => ({ revision: revisionOf(report, texts) }));
  return replacedAfterReports(texts, named)
    .map(({ body, text = body }) => foldText(text))
    .join('\n');
}

/** The pieces by which the queue finds these texts: the pairs, as it is not searched for single characters. */
export function pairsIn(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(searchGrams))].filter(isPair);
}

type Read = Pick<
  CommentDocument,
  '_id' | 'siteId' | 'revision' | 'revisions' | 'content' | 'textRevision' | 'textAt' | 'reported' | 'place' | 'left' | 'review'
>;
const READ = {
  siteId: 1,
  revision: 1,
  revisions: 1,
  content: 1,
  textRevision: 1,
  textAt: 1,
  reported: 1,
  place: 1,
  left: 1,
  'review.state': 1,
} as const;

/** Keeps comments findable by the texts that were reported and have been replaced. */
export interface ReportedTexts {
  /** Of the reports on a comment, when and on what they were made. */
  reportsOn(id: CommentId): Promise<Pick<ReportDocument, 'revision' | 'at'>[]>;
  /** Lets the search find a comment by its reported texts. The second time changes nothing. */
  findByReported(id: CommentId): Promise<void>;
  /** Looks in the background for reports that an earlier version stored, and gives them the revision they were made on. */
  bringOver(): void;
  /** Ends with what is under way; for closing. */
  stop(): Promise<void>;
}

export function createReportedTexts({
  models,
  indexQueue: filing,
  warn,
}: Pick<MongoContext, 'models' | 'indexQueue' | 'warn'>): ReportedTexts {
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();

  const reportsOn = (commentId: CommentId): Promise<Pick<ReportDocument, 'revision' | 'at'>[]> =>
    models.reports.find({ commentId }, { _id: 0, revision: 1, at: 1 }).hint('age').lean<Pick<ReportDocument, 'revision' | 'at'>[]>();

  async function findByReported(id: CommentId): Promise<void> {
    for (;;) {
      const found = await models.comments.findById(id, READ).lean<Read | null>();
      // Most comments have had one text.
      if (found === null || found.content === null || found.revisions.length === 0) return;
      const { content, revision, reported = '', place = WAITS, left = [] } = found;
      const now = reportedFolded(textsOf(found), await reportsOn(id));
      if (now === reported) return;
      const grams = found.review?.state === 'open' ? { grams: pairsIn([content.text, now]) } : {};
      const places = place === WAITS ? {} : { left: [...left, place] };
      const same = { _id: id, revision, place: found.place ?? null, reported: found.reported ?? null };
      const set = { reported: now, place: WAITS, ...places, ...grams };
      const { matchedCount } = await models.comments.collection.updateOne(same as object, { $set: set });
      if (matchedCount === 0) continue;
      filing.noticed(found.siteId, 1);
      await filing.takeOut({ _id: id, ...places });
      return;
    }
  }

  async function bringOne(id: CommentId): Promise<void> {
    const comment = await models.comments.findById(id, READ).lean<Read | null>();
    const texts = comment === null ? [] : textsOf(comment);
    const old = { commentId: id, revision: trusted({ $exists: false }) };
    const reports = await models.reports.find(old, { at: 1 }).lean<Pick<ReportDocument, '_id' | 'at'>[]>();
    for (const report of reports) await models.reports.updateOne({ _id: report._id }, { $set: { revision: revisionOf(report, texts) } });
    await findByReported(id);
  }

  async function bringAll(): Promise<void> {
    for (let brought = AT_ONCE; brought === AT_ONCE && !isStopped; ) {
      const old = await models.reports
        .find({ revision: trusted({ $exists: false }) }, { commentId: 1 })
        .limit(AT_ONCE)
        .lean<Pick<ReportDocument, 'commentId'>[]>();
      brought = old.length;
      for (const id of new Set(old.map(({ commentId }) => commentId))) if (!isStopped) await bringOne(id);
    }
  }

  return {
    reportsOn,
    findByReported,
    bringOver() {
      underWay = bringAll().catch(warn);
    },
    async stop() {
      isStopped = true;
      await underWay;
    },
  };
}
