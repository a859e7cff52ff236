import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import type { Report } from '../../../server/domain/types.ts';
import { NotFound } from '../../../server/store/port.ts';
import { commentIn, contentOf, getOne, newId, nothing, openCaseOf, openThread, SOUND, stored, T0 } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** Numbers that look random and are the same in every run. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** The promises of votes and reports. */
export function votingAndReporting(world: () => StoreWorld): void {
  describe('votes', () => {
    test('count once, are changed and taken back; the heat follows', async () => {
      const { store } = world().shared;
      const comment = await stored(store, commentIn(await openThread(store)));
      const [one, two] = [newId(), newId()];
      expect(await store.comments.vote(comment.id, one, 1, T0)).toEqual({ votes: { up: 1, down: 0 }, changed: true });
      expect(await store.comments.vote(comment.id, one, 1, T0 + 1)).toEqual({ votes: { up: 1, down: 0 }, changed: false });
      expect(await store.comments.vote(comment.id, two, -1, T0)).toEqual({ votes: { up: 1, down: 1 }, changed: true });
      expect(await store.comments.vote(comment.id, one, -1, T0)).toEqual({ votes: { up: 0, down: 2 }, changed: true });
      expect(await store.comments.vote(comment.id, one, 0, T0)).toEqual({ votes: { up: 0, down: 1 }, changed: true });
      expect(await store.comments.vote(comment.id, one, 0, T0)).toEqual({ votes: { up: 0, down: 1 }, changed: false });
      const now = await getOne(store, comment.id);
      expect(now.votes).toEqual({ up: 0, down: 1 });
      expect(now.heat).toBe(heatOf(T0, now.votes, 0));
      expect(now.revision).toBe(1);
    });

    test('after many rounds of 8 voters by 4 callers the tally is that of the model', async () => {
      const { isThorough, shared } = world();
      const { store } = shared;
      const rounds = isThorough ? 120 : 60;
      const thread = await openThread(store);
      const comments = [await stored(store, commentIn(thread)), await stored(store, commentIn(thread))];
      const voters = Array.from({ length: 8 }, newId);
      const model = new Map<string, -1 | 0 | 1>();
      const callers = Array.from({ length: 4 }, async (_, caller) => {
        const dice = createDice(caller + 1);
        for (let round = 0; round < rounds; round++) {
          // Each caller has two of the voters: the last vote of each is known.
          const voter = voters[caller * 2 + dice(2)] ?? '';
          const comment = comments[dice(2)];
          const value = ([-1, 0, 1] as const)[dice(3)] ?? 0;
          if (comment === undefined) continue;
          await store.comments.vote(comment.id, voter, value, T0 + round);
          model.set(`${comment.id} ${voter}`, value);
        }
      });
      await Promise.all(callers);
      for (const { id } of comments) {
        const values = [...model].filter(([key]) => key.startsWith(id)).map(([, value]) => value);
        const votes = { up: values.filter((value) => value === 1).length, down: values.filter((value) => value === -1).length };
        const now = await getOne(store, id);
        expect(now.votes).toEqual(votes);
        expect(now.heat).toBe(heatOf(T0, votes, 0));
      }
      for (const voter of voters) {
        const own = await store.comments.votesIn(thread.id, voter, 10);
        for (const { id } of comments) expect(own.get(id) ?? 0).toBe(model.get(`${id} ${voter}`) ?? 0);
      }
    });

    test('of one reader sent 100 times at once count once, also when they differ', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [same, mixed] = [await stored(store, commentIn(thread)), await stored(store, commentIn(thread))];
      const reader = newId();
      const results = await Promise.all(Array.from({ length: 100 }, () => store.comments.vote(same.id, reader, 1, T0)));
      expect(results.filter(({ changed }) => changed)).toHaveLength(1);
      expect((await getOne(store, same.id)).votes).toEqual({ up: 1, down: 0 });
      await Promise.all(Array.from({ length: 60 }, (_, i) => store.comments.vote(mixed.id, reader, ([1, -1, 0] as const)[i % 3] ?? 0, T0)));
      const last = (await store.comments.votesIn(thread.id, reader, 9)).get(mixed.id) ?? 0;
      expect((await getOne(store, mixed.id)).votes).toEqual({ up: Number(last === 1), down: Number(last === -1) });
    });

    test('of one network are counted once; each reader keeps their own', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const { id } = await stored(store, commentIn(thread));
      const [one, two, three] = [newId(), newId(), newId()];
      const vote = (reader: string, value: -1 | 0 | 1, network: string | null = 'here') =>
        store.comments.vote(id, reader, value, T0, network);
      expect(await vote(one, 1)).toEqual({ votes: { up: 1, down: 0 }, changed: true });
      expect(await vote(two, 1)).toEqual({ votes: { up: 1, down: 0 }, changed: false });
      expect(await vote(two, -1)).toEqual({ votes: { up: 1, down: 0 }, changed: false });
      expect(await vote(three, 1, 'there')).toEqual({ votes: { up: 2, down: 0 }, changed: true });
      expect(await vote(newId(), 1, null)).toEqual({ votes: { up: 3, down: 0 }, changed: true });
      expect((await store.comments.votesIn(thread.id, two, 9)).get(id)).toBe(-1);
      // Who is counted stays so from another network, and takes no second place there.
      expect(await vote(one, -1, 'there')).toEqual({ votes: { up: 2, down: 1 }, changed: true });
      expect(await vote(newId(), 1)).toEqual({ votes: { up: 2, down: 1 }, changed: false });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      // Nobody takes the place that became free, until somebody votes.
      expect(await vote(one, 0)).toEqual({ votes: { up: 2, down: 0 }, changed: true });
      expect(await vote(two, -1)).toEqual({ votes: { up: 2, down: 1 }, changed: true });
      expect(await vote(one, 1)).toEqual({ votes: { up: 2, down: 1 }, changed: false });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      expect((await getOne(store, id)).heat).toBe(heatOf(T0, { up: 2, down: 1 }, 0));
      // On another comment the same network is counted again.
      const other = await stored(store, commentIn(thread));
      expect((await store.comments.vote(other.id, two, 1, T0, 'here')).votes).toEqual({ up: 1, down: 0 });
    });

    test('of one network sent at once, by many and by one many times, count once; an examination finds nothing wrong', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const rounds = world().isThorough ? 5 : 1;
      for (let round = 0; round < rounds; round++) {
        const { id } = await stored(store, commentIn(thread));
        const readers = Array.from({ length: 10 }, newId);
        const operations = Array.from({ length: 40 }, (_, i) => store.comments.vote(id, readers[i % 10] ?? '', 1, T0, 'crowd'));
        const results = await Promise.all(operations);
        expect(results.filter(({ changed }) => changed)).toHaveLength(1);
        expect((await getOne(store, id)).votes).toEqual({ up: 1, down: 0 });
        const values = [1, -1, 0] as const;
        await Promise.all(
          Array.from({ length: 40 }, (_, i) => store.comments.vote(id, readers[(i * 7) % 10] ?? '', values[i % 3] ?? 0, T0 + i, 'crowd')),
        );
        const { up, down } = (await getOne(store, id)).votes;
        expect(up + down).toBeLessThanOrEqual(1);
        expect(Math.min(up, down)).toBe(0);
        expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      }
    });

    test('on what is not there are NotFound and leave nothing', async () => {
      const { store } = world().shared;
      await expect(store.comments.vote(newId(), newId(), 1, T0)).rejects.toThrow(NotFound);
    });

    test('of a reader in a thread are the latest so many; of other threads and readers none', async () => {
      const { store } = world().shared;
      const [thread, other] = [await openThread(store), await openThread(store)];
      const reader = newId();
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) {
        const { id } = await stored(store, commentIn(thread));
        ids.push(id);
        await store.comments.vote(id, reader, i % 2 === 0 ? 1 : -1, T0 + i);
      }
      const elsewhere = await stored(store, commentIn(other));
      await store.comments.vote(elsewhere.id, reader, 1, T0 + 9);
      await store.comments.vote(ids[4] ?? '', newId(), -1, T0 + 9);
      await store.comments.vote(ids[3] ?? '', reader, 0, T0 + 9);
      const all = await store.comments.votesIn(thread.id, reader, 10);
      expect(Object.fromEntries(all)).toEqual({ [ids[4] ?? '']: 1, [ids[2] ?? '']: 1, [ids[1] ?? '']: -1, [ids[0] ?? '']: 1 });
      expect([...(await store.comments.votesIn(thread.id, reader, 2)).keys()].sort()).toEqual([ids[2], ids[4]].sort());
    });
  });

  describe('reports', () => {
    const reportOf = (commentId: string, overrides: Partial<Report> = {}): Report => ({
      commentId,
      readerId: newId(),
      reason: 'ABUSE',
      note: '请看一下 \u0000 $ .',
      at: T0,
      revision: 1,
      ...overrides,
    });

    test('are one a reader: a second changes nothing', async () => {
      const { store } = world().shared;
      const { id } = await stored(store, commentIn(await openThread(store)));
      const first = reportOf(id, { at: T0 + 1 });
      expect(await store.comments.report(first)).toEqual({ first: true, count: 1, weight: 1 });
      expect(await store.comments.report({ ...first, reason: 'AD', note: '再说', at: T0 + 2 }, 9)).toEqual({
        first: false,
        count: 1,
        weight: 1,
      });
      const second = reportOf(id, { at: T0 });
      expect(await store.comments.report(second, 0.25)).toEqual({ first: true, count: 2, weight: 1.25 });
      expect(await store.comments.reports([id])).toEqual(new Map([[id, [second, first]]]));
    });

    test('of one network weigh as the heaviest of them', async () => {
      const { store } = world().shared;
      const { id } = await stored(store, commentIn(await openThread(store)));
      const weights: number[] = [];
      for (const [weight, network] of [
        [0.5, 'here'],
        [0.25, 'here'],
        [0.75, 'here'],
        [1, 'there'],
        [0.5, null],
        [0.5, null],
      ] as const)
        weights.push((await store.comments.report(reportOf(id), weight, network)).weight);
      expect(weights).toEqual([0.5, 0.5, 0.75, 1.75, 2.25, 2.75]);
      const last = await store.comments.report(reportOf(id), 1, 'there');
      expect(last).toEqual({ first: true, count: 7, weight: 2.75 });
      for (const report of (await store.comments.reports([id])).get(id) ?? []) expect(Object.keys(report)).not.toContain('network');
      const networks = ((await store.comments.reports([id], true)).get(id) ?? []).map(({ network }) => network ?? null);
      expect(networks.sort()).toEqual(['here', 'here', 'here', 'there', 'there', null, null].sort());
    });

    test('sent 50 times at once are stored once', async () => {
      const { store } = world().shared;
      const { id } = await stored(store, commentIn(await openThread(store)));
      const report = reportOf(id);
      const results = await Promise.all(Array.from({ length: 50 }, () => store.comments.report(report)));
      expect(results.filter(({ first }) => first)).toHaveLength(1);
      expect((await store.comments.reports([id])).get(id)).toEqual([report]);
    });

    test('are counted since the last decision', async () => {
      const { store } = world().shared;
      const { id } = await stored(store, commentIn(await openThread(store)));
      await store.comments.report(reportOf(id, { at: T0 + 1 }));
      await store.comments.report(reportOf(id, { at: T0 + 2 }));
      const lastDecision = {
        action: 'approve' as const,
        by: newId(),
        byName: '编辑',
        at: T0 + 2,
        reason: null,
        note: '',
        before: null,
        since: 1,
      };
      await store.comments.change(id, 1, { lastDecision }, nothing());
      expect(await store.comments.report(reportOf(id, { at: T0 + 3 }))).toEqual({ first: true, count: 1, weight: 1 });
      expect((await store.comments.reports([id])).get(id)).toHaveLength(3);
    });

    test('name the text they were made on, which is kept and found when an edit replaces it, until it is erased', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const { id } = await stored(
        store,
        commentIn(thread, { content: { body: '**加薇芯**领福利', html: '<p><strong>加薇芯</strong>领福利</p>', text: '加薇芯领福利' } }),
      );
      const others = await stored(store, commentIn(thread, { content: contentOf('今天天气不错') }));
      const find = async (text: string): Promise<string[]> =>
        (await store.comments.search({ siteIds: null, text, limit: 9 })).items.map((comment) => comment.id);
      await store.comments.report(reportOf(id, { revision: 1 }));
      expect((await store.comments.reports([id])).get(id)?.[0]?.revision).toBe(1);

      const review = openCaseOf({ kinds: ['reported'] });
      await store.comments.change(id, 1, { status: 'pending', published: null, review }, nothing());
      await store.comments.change(id, 2, { content: contentOf('今天天气不错'), editedAt: T0 + 5 }, nothing());
      expect(await store.comments.revisions(id)).toEqual([
        { revision: 1, body: '**加薇芯**领福利', at: T0 },
        { revision: 3, body: '今天天气不错', at: T0 + 5 },
      ]);
      expect(await find('加薇芯领')).toEqual([id]);
      expect(await find('天气')).toEqual([others.id, id].sort().reverse());
      const inQueue = { siteIds: null, text: '加薇芯领' };
      expect((await store.moderation.queue({ filter: inQueue, sort: 'priority', limit: 9 })).items.map((one) => one.id)).toEqual([id]);
      expect(await store.moderation.queueSize(inQueue)).toBe(1);

      // A text that nobody reported is found no more once it is replaced.
      await store.comments.change(id, 3, { content: contentOf('晚饭吃了面'), editedAt: T0 + 6 }, nothing());
      expect(await find('天气')).toEqual([others.id]);
      expect(await find('加薇芯领')).toEqual([id]);

      await store.comments.change(id, 4, { status: 'purged', content: null, author: null, review: null }, nothing());
      expect(await find('加薇芯领')).toEqual([]);
      expect(await store.comments.revisions(id)).toEqual([]);
    });

    test('on a text that the public still sees while an edit waits let it be found', async () => {
      const { store } = await world().fresh();
      const { id } = await stored(store, commentIn(await openThread(store), { content: contentOf('旧版里有话') }));
      await store.comments.change(id, 1, { content: contentOf('新版没什么'), editedAt: T0 + 5 }, nothing());
      const find = async (): Promise<number> => (await store.comments.search({ siteIds: null, text: '旧版里', limit: 9 })).items.length;
      expect(await find()).toBe(0);
      await store.comments.report(reportOf(id, { revision: 1, at: T0 + 6 }));
      expect(await find()).toBe(1);
    });

    test('are given by comment; none of those without; on nothing NotFound', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [one, two, quiet] = [
        await stored(store, commentIn(thread)),
        await stored(store, commentIn(thread)),
        await stored(store, commentIn(thread)),
      ];
      await store.comments.report(reportOf(one.id));
      await store.comments.report(reportOf(two.id));
      const found = await store.comments.reports([one.id, two.id, quiet.id, newId()]);
      expect([...found.keys()].sort()).toEqual([one.id, two.id].sort());
      expect(await store.comments.reports([])).toEqual(new Map());
      await expect(store.comments.report(reportOf(newId()))).rejects.toThrow(NotFound);
    });
  });
}
