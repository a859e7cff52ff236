import { describe, expect, test } from '@jest/globals';
import { DELIVERIES_KEPT } from '../../../server/domain/webhooks.ts';
import { NotFound } from '../../../server/store/port.ts';
import { newId, nothing, T0, unique } from '../fixtures.ts';
import { deliveryOf, webhookOf } from '../webhook-fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of what servers of sites are sent. */
export function sendingToWebhooks(world: () => StoreWorld): void {
  describe('what webhooks are sent', () => {
    const store = () => world().shared.store.webhooks;
    const made = async (more: Parameters<typeof webhookOf>[1] = {}) => {
      const webhook = webhookOf(unique('site'), more);
      await store().create(webhook, nothing());
      return webhook;
    };

    test('a webhook is found, changed and removed with what it was to be sent', async () => {
      const webhook = await made();
      expect(await store().list(webhook.siteId)).toEqual([webhook]);
      const changed = await store().change(webhook.id, { enabled: false, ended: 'gone', failingSince: T0, secrets: ['a', 'b'] }, nothing());
      expect(changed).toEqual({ ...webhook, enabled: false, ended: 'gone', failingSince: T0, secrets: ['a', 'b'] });
      expect(await store().get(webhook.id)).toEqual(changed);
      const delivery = deliveryOf(webhook);
      await store().add([delivery]);
      expect(await store().remove(webhook.id, nothing())).toBe(true);
      expect([await store().get(webhook.id), await store().delivery(delivery.id), await store().list(webhook.siteId)]).toEqual([
        null,
        null,
        [],
      ]);
      expect(await store().remove(webhook.id, nothing())).toBe(false);
      await expect(store().change(webhook.id, {}, nothing())).rejects.toThrow(NotFound);
    });

    test('a delivery is stored once, and the first of each thread is what is sent', async () => {
      const webhook = await made();
      const [first, second, other] = [
        deliveryOf(webhook, { sequence: 'a', position: 4, dueAt: T0 + 50 }),
        deliveryOf(webhook, { sequence: 'a', position: 10 }),
        deliveryOf(webhook, { sequence: 'b', position: 7 }),
      ];
      await store().add([first, second, other]);
      const last = { at: T0, took: 3, status: 500, failure: null, text: '坏了' };
      const tried = { id: first.id, state: 'waiting' as const, attempts: 1, dueAt: T0 + 90, last };
      await store().record(tried);
      await store().add([first]);
      expect(await store().heads(webhook.id, 10)).toEqual([other, { ...first, ...tried }]);
      await store().record({ ...tried, state: 'delivered' });
      expect((await store().heads(webhook.id, 10)).map(({ id }) => id).sort()).toEqual([second.id, other.id].sort());
      // What is no longer waiting is not changed by an attempt that ends late.
      await store().record({ ...tried, state: 'parked' });
      expect((await store().delivery(first.id))?.state).toBe('delivered');
    });

    test('parked ones are counted and sent again, one or all', async () => {
      const webhook = await made();
      const [one, two] = [deliveryOf(webhook, { state: 'parked', attempts: 9 }), deliveryOf(webhook, { state: 'parked', sequence: 'b' })];
      await store().add([one, two]);
      expect((await store().counts()).parked).toBeGreaterThanOrEqual(2);
      expect(await store().resend({ siteId: 'another', id: one.id }, T0 + 5)).toBe(0);
      expect(await store().resend({ siteId: webhook.siteId, id: one.id }, T0 + 5)).toBe(1);
      expect(await store().delivery(one.id)).toEqual({ ...one, state: 'waiting', attempts: 0, dueAt: T0 + 5, startedAt: T0 + 5 });
      expect(await store().resend({ siteId: webhook.siteId, webhookId: webhook.id }, T0 + 6)).toBe(1);
    });

    test('one process sends to a webhook at a time', async () => {
      const { id } = await made();
      const [a, b] = [newId(), newId()];
      const claims = await Promise.all([a, b].map((holder) => store().claim({ id, holder, now: T0, until: T0 + 100 })));
      expect(claims.filter(Boolean)).toHaveLength(1);
      const [mine, theirs] = claims[0] === true ? [a, b] : [b, a];
      expect(await store().claim({ id, holder: mine, now: T0, until: T0 + 200 })).toBe(true);
      expect(await store().claim({ id, holder: theirs, now: T0 + 200, until: T0 + 300 })).toBe(true);
      await store().release(id, theirs);
      expect(await store().claim({ id, holder: mine, now: T0 + 201, until: T0 + 300 })).toBe(true);
    });

    test('they are listed newest first, by webhook and state, and deleted after a week', async () => {
      const webhook = await made();
      const all = [1, 2, 3].map((i) =>
        deliveryOf(webhook, { createdAt: T0 + i, startedAt: T0 + i, state: i === 2 ? 'parked' : 'waiting' }),
      );
      await store().add(all);
      const of = { siteId: webhook.siteId, limit: 2 };
      const page = await store().deliveries(of);
      expect(page.items).toEqual([all[2], all[1]]);
      expect((await store().deliveries({ ...of, cursor: page.nextCursor ?? '' })).items).toEqual([all[0]]);
      expect((await store().deliveries({ ...of, webhookId: webhook.id, state: 'parked' })).items).toEqual([all[1]]);
      expect((await store().deliveries({ ...of, webhookId: newId() })).items).toEqual([]);
      const { maintenance } = world().shared.store;
      const never = { now: 0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, limit: 1_000 };
      await maintenance.cleanUp({ ...never, deliveriesBefore: T0 - DELIVERIES_KEPT });
      expect((await store().deliveries(of)).items).toHaveLength(2);
      await maintenance.cleanUp({ ...never, deliveriesBefore: T0 + 2 });
      expect((await store().deliveries(of)).items).toEqual([all[2], all[1]]);
    });
  });
}
