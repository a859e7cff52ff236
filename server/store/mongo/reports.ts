import { trusted } from 'mongoose';
import type { CommentId, Report } from '../../domain/types.ts';
import type { CommentStore } from '../port.ts';
import { NotFound } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, ReportDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';

/** @returns the readers' reports. */
export function createReports({ models }: MongoContext): Pick<CommentStore, 'report' | 'reports'> {
  async function insert(report: Report): Promise<boolean> {
    try {
      await models.reports.create({ ...report });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    async report(report) {
      const comment = await models.comments
        .findById(report.commentId, { lastDecision: 1 })
        .lean<Pick<CommentDocument, 'lastDecision'> | null>();
      if (comment === null) throw new NotFound('no such comment');
      const first = await insert(report);
      const since = comment.lastDecision?.at ?? Number.NEGATIVE_INFINITY;
      const count = await models.reports.countDocuments({ commentId: report.commentId, at: trusted({ $gt: since }) });
      return { first, count };
    },

    async reports(ids) {
      const reports = new Map<CommentId, Report[]>();
      if (ids.length === 0) return reports;
      const found = await models.reports
        .find({ commentId: trusted({ $in: ids }) }, { _id: 0 })
        .sort({ commentId: 1, at: 1, _id: 1 })
        .hint('age')
        .lean<ReportDocument[]>();
      for (const report of found) reports.set(report.commentId, [...(reports.get(report.commentId) ?? []), report]);
      return reports;
    },
  };
}
