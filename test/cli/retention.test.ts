import { expect, test } from '@jest/globals';
import { brokenAt } from '../../server/domain/audit-chain.ts';
import { countOld, createRetention, deleteOld } from '../../server/maintenance/retention.ts';
import { openStore } from '../../server/store/open-store.ts';
import { auditLine, commentIn, contentOf, getOne, newId, nothing, openThread, stored } from '../store/fixtures.ts';
import { onBothStores } from '../support/on-both-stores.ts';

const DAY = 86_400_000;
const DAYS = { network: 90, removed: 30, refused: 180, former: 180, audit: 365 };

onBothStores('retention', (server) => {
  test('deletes each kind in its time, once a day, and says before what it would delete', async () => {
    const store = await openStore(server().databaseUrl, server().dataDir);
    try {
      const now = Date.now();
      const thread = await openThread(store);
      const hide = (status: 'removed' | 'rejected', ago: number) =>
        stored(
          store,
          commentIn(thread, { status, published: null, createdAt: now - ago * DAY, content: contentOf(`第${ago}天${status}的文字`) }),
        );
      const [removed, refused] = [await hide('removed', 31), await hide('rejected', 181)];
      const [young, youngRefused] = [await hide('removed', 29), await hide('rejected', 179)];
      const shown = await stored(store, commentIn(thread, { createdAt: now - 181 * DAY }));
      const content = contentOf('改过的文字');
      await store.comments.change(shown.id, 1, { content, published: { content, at: now }, editedAt: now }, nothing());
      await store.comments.vote(shown.id, newId(), 1, now - 91 * DAY, 'old');
      const dry = await server().cli(['retention', '--dry-run', '--json']);
      expect([dry.code, JSON.parse(dry.out)]).toEqual([
        0,
        { dryRun: true, days: DAYS, records: { network: 1, removed: 1, refused: 1, former: 1, audit: 0 } },
      ]);
      expect((await getOne(store, removed.id)).content).not.toBeNull();
      let clock = now;
      const deps = { store, now: () => clock, newId, days: DAYS };
      const daily = createRetention(deps);
      await daily.run();
      expect(await countOld(deps)).toEqual({ network: 0, removed: 0, refused: 0, former: 0, audit: 0 });
      for (const { id } of [removed, refused]) expect(await getOne(store, id)).toMatchObject({ content: null, textHash: '', findings: [] });
      for (const { id } of [young, youngRefused]) expect((await getOne(store, id)).content).not.toBeNull();
      expect((await getOne(store, shown.id)).votes.up).toBe(1);
      // Two days later what was young is old, but the day is another process's until it is over.
      clock = now + DAY - 1_000;
      await createRetention(deps).run();
      expect((await getOne(store, young.id)).content).not.toBeNull();
      clock = now + 2 * DAY;
      await createRetention(deps).run();
      for (const { id } of [young, youngRefused]) expect((await getOne(store, id)).content).toBeNull();
    } finally {
      await store.close();
    }
  });

  test('of the audit log leaves a chain that the check verifies, and a log of half a year at least', async () => {
    const store = await openStore(server().databaseUrl, server().dataDir);
    try {
      const now = Date.now();
      for (let i = 0; i < 3; i++) await store.audit.append([auditLine({ at: now })]);
      const later = { store, now: () => now + 366 * DAY, newId, days: DAYS };
      expect((await deleteOld(later)).audit).toBeGreaterThan(2);
      const start = await store.retention.auditStart();
      const rest = await store.audit.chain({ after: 0, limit: 100 });
      expect([start.seq > 2, brokenAt(start, rest)]).toEqual([true, null]);
      expect(rest.at(-1)?.action).toBe('retention.run');
      const checked = await server().cli(['check']);
      expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('the audit log is whole')]);
      const refused = await server().cli(['retention', '--dry-run', '--keep-audit-days', '90']);
      expect([refused.code, refused.err]).toEqual([78, expect.stringContaining('from 180 to 36500')]);
    } finally {
      await store.close();
    }
  });
});
