import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PlacedEvent } from '../../server/domain/events.ts';
import type { Comment, DecisionRecord, ReasonCode } from '../../server/domain/types.ts';
import { createLearning } from '../../server/learning/learning.ts';
import { lessonOf } from '../../server/learning/teach.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { commentIn, contentOf, newId, nothing, openThread, stored, T0 } from '../store/fixtures.ts';

const SECRET = 'a secret of the tests that is long enough';

const decision = (action: DecisionRecord['action'], reason: ReasonCode | null = null, by = 'm1'): DecisionRecord => ({
  action,
  by,
  byName: '编辑',
  at: T0 + 1,
  reason,
  note: '',
  before: null,
  since: 1,
});

const decided = ({ id, siteId }: Comment): PlacedEvent => ({
  id: newId(),
  position: 1,
  type: 'queue.decided',
  channel: `staff:${siteId}`,
  siteId,
  at: T0,
  seq: 1,
  data: { commentId: id, action: 'reject', staffId: 'm1', staffName: '编辑' },
});

describe('what a decision teaches', () => {
  test.each([
    ['a refusal as advertising', 'rejected', decision('reject', 'AD'), true, null],
    ['a refusal as abuse', 'rejected', decision('reject', 'ABUSE'), null, true],
    ['spam', 'spam', decision('spam'), true, null],
    ['an approval', 'published', decision('approve'), false, false],
    ['a refusal that is not about words', 'rejected', decision('reject', 'OFFTOPIC'), null, null],
    ['an undone decision', 'rejected', decision('undo'), null, null],
    ['the system', 'rejected', decision('reject', 'AD', 'system'), null, null],
    ['nobody yet', 'pending', null, null, null],
  ] as const)('%s', (_name, status, lastDecision, spam, abuse) => {
    expect(lessonOf({ status, lastDecision }, 'spam')).toBe(spam);
    expect(lessonOf({ status, lastDecision }, 'abuse')).toBe(abuse);
  });
});

describe('learning from decisions', () => {
  let world: StoreWorld;
  const errors: unknown[] = [];
  const learningOn = (store: StoreWorld['shared']['store']) =>
    createLearning({ store, secret: SECRET, now: () => T0, onError: (error) => errors.push(error) });

  beforeEach(async () => {
    world = await openSqliteWorld();
    errors.length = 0;
  });
  afterEach(() => world.close());

  async function refused(text: string, siteId?: string): Promise<Comment> {
    const { store } = world.shared;
    const content = contentOf(text);
    const comment = await stored(store, commentIn(await openThread(store, siteId), { content, published: null, status: 'pending' }));
    return store.comments.change(comment.id, 1, { status: 'rejected', lastDecision: decision('reject', 'AD') }, nothing());
  }

  test('it is kept over a restart, told twice it is learnt once, and undone it is unlearnt', async () => {
    const { store } = world.shared;
    const comment = await refused('加微信领红包，名额有限');
    const first = learningOn(store);
    for (let i = 0; i < 3; i++) await first.subscription.handle(decided(comment));
    expect((await first.modelOf(comment.siteId, 'spam')).decided).toEqual({ wanted: 0, unwanted: 1 });
    await first.subscription.flush?.();

    const second = learningOn(store);
    expect((await second.modelOf(comment.siteId, 'spam')).decided).toEqual({ wanted: 0, unwanted: 1 });
    expect((await second.modelOf(comment.siteId, 'abuse')).decided).toEqual({ wanted: 0, unwanted: 0 });
    const undone = await store.comments.change(comment.id, 2, { status: 'pending', lastDecision: decision('undo') }, nothing());
    await second.subscription.handle(decided(undone));
    expect((await second.modelOf(comment.siteId, 'spam')).decided).toEqual({ wanted: 0, unwanted: 0 });
    await second.subscription.flush?.();
    expect(errors).toEqual([]);
  });

  test('two processes that learn at once lose nothing', async () => {
    const { store } = world.shared;
    const one = await refused('专业代开发票，量大从优');
    const other = await refused('真人荷官在线发牌', one.siteId);
    const [a, b] = [learningOn(store), learningOn(store)];
    await a.subscription.handle(decided(one));
    await b.subscription.handle(decided(other));
    await a.subscription.flush?.();
    await b.subscription.flush?.();
    await b.subscription.flush?.();
    const third = learningOn(store);
    expect((await third.modelOf(one.siteId, 'spam')).decided).toEqual({ wanted: 0, unwanted: 2 });
    expect((await third.statsOf(one.siteId)).map(({ use, active }) => [use, active])).toEqual([
      ['spam', false],
      ['abuse', false],
    ]);
    expect(errors).toEqual([]);
  });
});
