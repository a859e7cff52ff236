import type { Ms } from '../../domain/types.ts';
import type { Batch } from './batch.ts';
import type { NewEvent } from '../../domain/events.ts';
import type { IndexQueue } from './index-queue.ts';
import type { OnWritten } from '../port.ts';
import type { Models } from './models.ts';
import type { Outbox } from './outbox.ts';
import type { Reasons } from './reasons.ts';
import type { ReportedTexts } from './reported-texts.ts';

/** The clocks of this store. */
export interface Clocks {
  /** The time of day, for what is stored; it may step. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
}

/** What the rooms of this store work with. */
export interface MongoContext extends Clocks {
  models: Models;
  outbox: Outbox;
  log: Batch<NewEvent, null>;
  /** Is called with what this process has written. */
  onWritten: OnWritten;
  reasons: Reasons;
  indexQueue: IndexQueue;
  reported: ReportedTexts;
  warn: (error: unknown) => void;
}
