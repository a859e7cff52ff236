import type { Batch } from './batch.ts';
import type { NewEvent } from '../../domain/events.ts';
import type { LRUCache } from 'lru-cache';
import type { ThreadId, ThreadKey } from '../../domain/types.ts';
import type { Clocks } from '../clocks.ts';
import type { IndexQueue } from './index-queue.ts';
import type { OnWritten } from '../port-events.ts';
import type { Models } from './models.ts';
import type { Outbox } from './outbox.ts';
import type { Reasons } from './reasons.ts';
import type { ReportedTexts } from './reported-texts.ts';

/** What the parts of this store work with. */
export interface MongoContext extends Clocks {
  models: Models;
  outbox: Outbox;
  log: Batch<NewEvent, null>;
  /** Is called with what this process has written. */
  onWritten: OnWritten;
  reasons: Reasons;
  indexQueue: IndexQueue;
  reported: ReportedTexts;
  /** Where this process has moved threads: what it stores in them later may have been composed before. */
  moved: LRUCache<ThreadId, { into: ThreadId; key: ThreadKey }>;
  warn: (error: unknown) => void;
}
