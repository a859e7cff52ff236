import type { Job } from '../../domain/jobs.ts';
import type { JobDocument } from './documents.ts';

/** A job that no worker has. */
export function jobDocument({ id, input, result, ...rest }: Job, items: JobDocument['outbox']): JobDocument {
  const facts = { input: JSON.stringify(input), result: result === null ? null : JSON.stringify(result) };
  const isOpen = rest.state === 'waiting' || rest.state === 'running';
  return { _id: id, ...rest, ...facts, isOpen, worker: null, leasedUntil: 0, outbox: items };
}
