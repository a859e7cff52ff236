import type { JobKind, JobState } from './enumerations.ts';
import type { Id, Ms, SiteId, StaffId } from './types.ts';

/** Work that takes longer than a request: it goes on after its caller is gone and survives a restart. */
export interface Job {
  id: Id;
  siteId: SiteId;
  kind: JobKind;
  state: JobState;
  /** What it was asked for, as JSON. */
  input: JobFacts;
  progress: { done: number; total: number };
  /** What it came to, as JSON; null until then. */
  result: JobFacts | null;
  /** The machine that has what it works on; null: any. */
  place: string | null;
  by: StaffId | 'system';
  createdAt: Ms;
  updatedAt: Ms;
}

/** Facts of a job: ids and numbers. */
export interface JobFacts {
  [name: string]: string | number | boolean | null;
}
