import { describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../server/domain/types.ts';
import { auditLine, commentIn, HARD_TEXTS, idsOf, newId, openThread, stored, T0, unique, walkAll } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of the log of what staff and system did. */
export function auditing(world: () => StoreWorld): void {
  /** Writes lines together with a stored change. */
  async function write(lines: AuditEntry[], from: StoreWorld['shared'] = world().shared): Promise<void> {
    const thread = await openThread(from.store);
    await stored(from.store, commentIn(thread), { events: [], audit: lines });
  }

  describe('the log', () => {
    test('comes newest first, ties by id, at every page size', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const lines = Array.from({ length: 11 }, (_, i) => auditLine({ siteId, at: T0 + Math.floor(i / 3) }));
      await write(lines);
      const newest = lines.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
      for (const limit of [1, 4, 20]) {
        expect(await walkAll((cursor) => store.audit.list({ siteIds: [siteId], limit, cursor }))).toEqual(newest);
      }
    });

    test('is filtered by site, person, subject and action, all holding together', async () => {
      const { store } = world().shared;
      const [siteId, otherSite, by, subject, action] = [unique('site'), unique('site'), newId(), newId(), unique('act')];
      const lines = [
        auditLine({ siteId, by, at: T0 }),
        auditLine({ siteId, subject, at: T0 + 1 }),
        auditLine({ siteId, action, at: T0 + 2 }),
        auditLine({ siteId: otherSite, by, subject, action, at: T0 + 3 }),
        auditLine({ siteId: null, by, at: T0 + 4 }),
      ];
      await write(lines);
      const [byHand, onIt, acted, elsewhere, nowhere] = idsOf(lines);
      const find = async (q: { siteIds: string[] | null; by?: string; subject?: string; action?: string }): Promise<string[]> =>
        idsOf(await walkAll((cursor) => store.audit.list({ ...q, limit: 2, cursor })));
      expect(await find({ siteIds: [siteId] })).toEqual([acted, onIt, byHand]);
      expect(await find({ siteIds: [siteId, otherSite] })).toEqual([elsewhere, acted, onIt, byHand]);
      expect(await find({ siteIds: null, by })).toEqual([nowhere, elsewhere, byHand]);
      expect(await find({ siteIds: [otherSite], by })).toEqual([elsewhere]);
      expect(await find({ siteIds: null, subject })).toEqual([elsewhere, onIt]);
      expect(await find({ siteIds: null, action })).toEqual([elsewhere, acted]);
      expect(await find({ siteIds: [siteId], by, subject })).toEqual([]);
      expect(await find({ siteIds: [siteId, otherSite], by, subject, action })).toEqual([elsewhere]);
      expect(await find({ siteIds: [] })).toEqual([]);
      expect(await find({ siteIds: [], by })).toEqual([]);
    });

    test('of all sites has the lines without a site too', async () => {
      const opened = await world().fresh();
      const lines = [auditLine({ siteId: null, at: T0 }), auditLine({ at: T0 + 1 })];
      await write(lines, opened);
      expect((await opened.store.audit.list({ siteIds: null, limit: 5 })).items).toEqual(lines.toReversed());
    });

    test.each(HARD_TEXTS)('keeps %j in every field', async (text) => {
      const { store } = world().shared;
      const line = auditLine({
        byName: text,
        note: text,
        requestId: text,
        reason: 'OTHER',
        data: { [text.replaceAll('\u0000', '')]: text, n: 1.5, is: true, none: null },
      });
      await write([line]);
      expect((await store.audit.list({ siteIds: null, subject: line.subject, limit: 5 })).items).toEqual([line]);
    });
  });
}
