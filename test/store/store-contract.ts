import { afterAll, beforeAll, describe } from '@jest/globals';
import { keepingAccounts } from './contract/accounts.ts';
import { auditing } from './contract/audit.ts';
import { boundingReads } from './contract/bounds.ts';
import { changingComments } from './contract/changes.ts';
import { claiming } from './contract/claims.ts';
import { outlastingTheClock } from './contract/clock.ts';
import { deletingConversations } from './contract/deletions.ts';
import { ending } from './contract/closing.ts';
import { makingComments } from './contract/comments.ts';
import { loggingEvents } from './contract/events.ts';
import { importing } from './contract/imports.ts';
import { learning } from './contract/learning.ts';
import { listingComments } from './contract/lists.ts';
import { followingByMail } from './contract/mail-followers.ts';
import { keepingOnce } from './contract/one-time.ts';
import { queueing } from './contract/queue.ts';
import { racing } from './contract/races.ts';
import { joining } from './contract/joins.ts';
import { signingIn } from './contract/members.ts';
import { knowingReaders } from './contract/readers.ts';
import { knowingAuthors } from './contract/author-history.ts';
import { sendingToWebhooks } from './contract/webhooks.ts';
import { searching } from './contract/search.ts';
import { keepingSites } from './contract/sites-threads.ts';
import { movingThreads } from './contract/thread-moves.ts';
import { keepingPersonalData } from './contract/personal.ts';
import { keepingUp } from './contract/maintenance.ts';
import { subscribing } from './contract/subscriptions.ts';
import { votingAndReporting } from './contract/votes-reports.ts';
import type { StoreWorld } from './world.ts';

/** Holds one kind of store to everything that the port promises; every store passes all of it. */
export function storeContract(name: string, openWorld: () => Promise<StoreWorld>): void {
  describe(`the store in ${name}`, () => {
    let world: StoreWorld | undefined;
    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world?.close());
    const here = (): StoreWorld => {
      if (world === undefined) throw new Error('the store did not open');
      return world;
    };
    for (const area of [
      makingComments,
      changingComments,
      listingComments,
      boundingReads,
      searching,
      votingAndReporting,
      queueing,
      claiming,
      outlastingTheClock,
      loggingEvents,
      subscribing,
      knowingReaders,
      signingIn,
      joining,
      knowingAuthors,
      keepingAccounts,
      keepingOnce,
      sendingToWebhooks,
      followingByMail,
      keepingSites,
      movingThreads,
      auditing,
      keepingUp,
      keepingPersonalData,
      deletingConversations,
      importing,
      learning,
      racing,
      ending,
    ]) {
      area(here);
    }
  });
}
