import type { JobView } from '../../contract/site.ts';
import type { Job } from '../domain/jobs.ts';
import { wireTime } from './present-comment.ts';

/** A job as staff see it. */
export function presentJob({ id, siteId, kind, state, progress, result, createdAt, updatedAt }: Job): JobView {
  return { id, site: siteId, kind, state, progress, result, createdAt: wireTime(createdAt), updatedAt: wireTime(updatedAt) };
}
