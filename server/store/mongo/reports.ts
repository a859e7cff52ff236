import { trusted } from 'mongoose';
import type { CommentId, Report } from '../../domain/types.ts';
import type { CommentStore, ReportOnComment } from '../port-comments.ts';
import { NotFound } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, ReportDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';

/** Reports that count towards the record of a reporter, and how many are read to find them. */
const MOST_DECIDED = 50;
const MOST_READ = 200;

/** The sum of the weights, of each network the heaviest. */
function weightOf(reports: readonly Pick<ReportDocument, 'readerId' | 'weight' | 'network'>[]): number {
  const heaviest = new Map<string, number>();
  for (const { readerId, weight, network } of reports) {
    const by = network === undefined ? `reader ${readerId}` : `network ${network}`;
    heaviest.set(by, Math.max(weight, heaviest.get(by) ?? 0));
  }
  return [...heaviest.values()].reduce((sum, weight) => sum + weight, 0);
}

/** @returns the readers' reports. */
export function createReports({ models, reported }: MongoContext): Pick<CommentStore, 'report' | 'reporterRecord' | 'reports'> {
  async function insert(report: Report, weight: number, network: string | null): Promise<boolean> {
    try {
      await models.reports.create({ ...report, weight, ...(network === null ? {} : { network }) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    async report(report, weight = 1, network = null) {
      const comment = await models.comments
        .findById(report.commentId, { lastDecision: 1 })
        .lean<Pick<CommentDocument, 'lastDecision'> | null>();
      if (comment === null) throw new NotFound('no such comment');
      const first = await insert(report, weight, network);
      // The public may have seen an earlier text than the latest.
      if (first) await reported.findByReported(report.commentId);
      const since = comment.lastDecision?.at ?? Number.NEGATIVE_INFINITY;
      const counted = await models.reports
        .find({ commentId: report.commentId, at: trusted({ $gt: since }) }, { _id: 0, readerId: 1, weight: 1, network: 1 })
        .lean<Pick<ReportDocument, 'readerId' | 'weight' | 'network'>[]>();
      return { first, count: counted.length, weight: weightOf(counted) };
    },

    async reporterRecord(readerId) {
      const made = await models.reports
        .find({ readerId }, { _id: 0, commentId: 1, at: 1 })
        .sort({ at: -1 })
        .limit(MOST_READ)
        .hint('reader')
        .lean<Pick<ReportDocument, 'commentId' | 'at'>[]>();
      const comments = await models.comments
        .find({ _id: trusted({ $in: made.map(({ commentId }) => commentId) }) }, { status: 1, 'lastDecision.at': 1 })
        .lean<Pick<CommentDocument, '_id' | 'status' | 'lastDecision'>[]>();
      const byId = new Map(comments.map((comment) => [comment._id, comment]));
      const decided = made
        .map(({ commentId, at }) => ({ at, comment: byId.get(commentId) }))
        .filter(({ at, comment }) => (comment?.lastDecision?.at ?? Number.NEGATIVE_INFINITY) > at)
        .slice(0, MOST_DECIDED)
        .map(({ comment }) => comment?.status);
      const upheld = decided.filter((status) => status === 'rejected' || status === 'spam' || status === 'purged').length;
      return { upheld, dismissed: decided.filter((status) => status === 'published').length };
    },

    async reports(ids, withNetworks = false) {
      const reports = new Map<CommentId, ReportOnComment[]>();
      if (ids.length === 0) return reports;
      const found = await models.reports
        .find({ commentId: trusted({ $in: ids }) }, { weight: 0, ...(withNetworks ? {} : { network: 0 }) })
        .sort({ commentId: 1, at: 1, _id: 1 })
        .hint('age')
        .lean<ReportDocument[]>();
      for (const { _id, ...report } of found) reports.set(report.commentId, [...(reports.get(report.commentId) ?? []), report]);
      return reports;
    },
  };
}
