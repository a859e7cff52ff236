import type { Ms } from '../../domain/types.ts';
import type { Batch } from './batch.ts';
import type { NewEvent } from '../../domain/events.ts';
import type { Filing } from './filing.ts';
import type { Leases } from './leases.ts';
import type { Models } from './models.ts';
import type { Outbox } from './outbox.ts';
import type { Reasons } from './reasons.ts';
import type { ReportedTexts } from './reported-texts.ts';

/** What the rooms of this store work with. */
export interface MongoContext {
  models: Models;
  outbox: Outbox;
  log: Batch<NewEvent, null>;
  leases: Leases;
  reasons: Reasons;
  filing: Filing;
  reported: ReportedTexts;
  now: () => Ms;
  warn: (error: unknown) => void;
}
