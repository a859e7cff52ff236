import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../server/domain/jobs.ts';
import { NotFound, StaleRevision } from '../../../server/store/port.ts';
import { auditLine, importOf, newId, nothing, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of imports. */
export function importing(world: () => StoreWorld): void {
  describe('imports', () => {
    test('of changes that are for one state, at once in two processes, one is made', async () => {
      const { store, again } = world().shared;
      const stores = [store, await again()];
      for (let round = 0; round < 5; round++) {
        const siteId = unique('site');
        const made = await store.imports.create(importOf(siteId), nothing());
        const lines = stores.map(() => auditLine({ siteId }));
        const tries = await Promise.allSettled(
          stores.map((one, i) =>
            one.imports.change(made.id, { state: 'running', done: i + 1 }, { events: [], audit: lines.slice(i, i + 1) }, 'ready'),
          ),
        );
        const first = tries.findIndex(({ status }) => status === 'fulfilled');
        expect(tries[first]).toEqual({ status: 'fulfilled', value: { ...made, state: 'running', done: first + 1 } });
        expect(tries[1 - first]).toMatchObject({ status: 'rejected', reason: expect.any(StaleRevision) });
        expect(await store.imports.get(made.id)).toEqual({ ...made, state: 'running', done: first + 1 });
        // The log of another process may follow a little later.
        expect((await stores[first]?.audit.list({ siteIds: [siteId], limit: 5 }))?.items).toEqual([lines[first]]);
      }
    });

    test('an import and each of its steps has its job, or neither is there', async () => {
      const { store, again } = world().shared;
      const siteId = unique('site');
      const jobOf = (): Job => ({
        ...{ id: newId(), siteId, kind: 'import', state: 'waiting', input: {}, progress: { done: 0, total: 0 }, result: null },
        ...{ place: 'elsewhere', by: 'system', createdAt: T0, updatedAt: T0 },
      });
      const [first, second, third] = [jobOf(), jobOf(), jobOf()];
      const made = await store.imports.create(importOf(siteId), nothing(), first);
      expect(await store.jobs.get(first.id)).toEqual(first);
      await store.imports.change(made.id, { state: 'running' }, nothing(), 'ready', second);
      expect(await (await again()).jobs.get(second.id)).toEqual(second);
      await expect(store.imports.change(made.id, { state: 'running' }, nothing(), 'ready', third)).rejects.toThrow(StaleRevision);
      expect(await store.jobs.get(third.id)).toBeNull();
    });

    test('a change without a state is made in any; one of an import that is not there is refused', async () => {
      const { store } = world().shared;
      const made = await store.imports.create(importOf(unique('site'), { state: 'running' }), nothing());
      expect(await store.imports.change(made.id, { done: 3, total: 7 }, nothing())).toEqual({ ...made, done: 3, total: 7 });
      await expect(store.imports.change(newId(), { state: 'done' }, nothing())).rejects.toThrow(NotFound);
      await expect(store.imports.change(newId(), { state: 'done' }, nothing(), 'running')).rejects.toThrow(NotFound);
    });
  });
}
