import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../contract/live.ts';
import { withEvents, withFresh, withOwn } from '../../client-widget/changes.ts';
import { withNextPage, withReplies } from '../../client-widget/pages.ts';
import { type State, withFirstPage } from '../../client-widget/state.ts';
import { mine, published, replyTo, showing, view } from './comment-views.ts';

const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

function heard(state: State, ...events: ThreadEvent[]): State {
  const next = withEvents(state, events, false);
  if (next === null) throw new Error('a gap');
  return next;
}

describe('live events', () => {
  test('are applied once each, by their numbers; a gap is told', () => {
    const state = heard(showing([]), published(1, view('a')), published(2, view('b')));
    expect(heard(state, published(2, view('b')), published(3, view('c'))).seq).toBe(3);
    expect(ids(heard(state, published(2, view('b'))).fresh)).toEqual(['a', 'b']);
    expect(withEvents(state, [published(4, view('d'))], false)).toBeNull();
  });

  test('others’ comments wait, and stand newest first once they are shown', () => {
    const state = heard(showing([view('a')]), published(1, view('b')), published(2, view('c')));
    expect(ids(state.comments)).toEqual(['a']);
    expect(state.thread?.commentCount).toBe(3);
    expect(ids(withFresh(state, false).comments)).toEqual(['c', 'b', 'a']);
  });

  test('in the order “oldest” they go to the end when all is loaded', () => {
    const state = heard(showing([view('a')], { sort: 'oldest' }), published(1, view('b')), published(2, view('c')));
    expect(ids(withFresh(state, false).comments)).toEqual(['a', 'b', 'c']);
  });

  test('pinned and best liked ones stay first', () => {
    const state = showing([view('hot'), view('pin', { pinned: true }), view('a')], { hot: ['hot'] });
    expect(ids(withFresh(heard(state, published(1, view('b'))), false).comments)).toEqual(['hot', 'pin', 'b', 'a']);
  });

  test('one’s own new comment stands before all others, in every order', () => {
    const [pin, a, own] = [view('pin', { pinned: true }), view('a'), view('b', { author: mine })];
    for (const sort of ['newest', 'hot', 'oldest'] as const)
      expect(ids(withOwn(showing([pin, a], { sort }), own, false).comments)).toEqual(['b', 'pin', 'a']);
  });

  test('an answer to what waits comes with it', () => {
    const b = view('b');
    const state = withFresh(heard(showing([view('a')]), published(1, b), published(2, replyTo(b, 'c'))), false);
    expect(ids(state.comments)).toEqual(['b', 'a']);
    expect(ids(state.comments[0]?.replies?.items ?? [])).toEqual(['c']);
    expect(state.comments[0]?.replyCount).toBe(1);
  });

  test('an answer behind others that are not loaded only counts', () => {
    const root = view('a', { replyCount: 5, replies: { items: [], nextCursor: 'x' } });
    const state = heard(showing([root]), published(1, replyTo(root, 'b')));
    expect(state.fresh).toEqual([]);
    expect(state.comments[0]?.replyCount).toBe(6);
  });

  test('news of one’s own comment that is faster than the answer to the post leaves it in its place, once', () => {
    const own = view('b', { author: mine });
    const guest = showing([view('a')], { readerId: null });
    const state = withOwn({ ...heard(guest, published(1, own)), readerId: 'r-me' }, own, false);
    expect(ids(state.comments)).toEqual(['b', 'a']);
    expect(state.fresh).toEqual([]);
    expect(state.thread?.commentCount).toBe(2);
    expect(ids(heard(withOwn(showing([view('a')]), own, false), published(1, own)).comments)).toEqual(['b', 'a']);
  });

  test('a removed comment goes, or leaves a place-holder where it was answered', () => {
    const root = view('a', { replyCount: 1, replies: { items: [replyTo(view('a'), 'b')], nextCursor: null } });
    const left = heard(showing([root, view('c')], {}), { seq: 1, type: 'comment.removed', id: 'a' });
    expect(left.comments[0]).toMatchObject({ id: 'a', html: null, author: null });
    expect(heard(left, { seq: 2, type: 'comment.removed', id: 'a' }).thread?.commentCount).toBe(left.thread?.commentCount);
    const gone = heard(left, { seq: 2, type: 'comment.removed', id: 'b' }, { seq: 3, type: 'comment.removed', id: 'c' });
    expect(ids(gone.comments)).toEqual(['a']);
    expect(gone.comments[0]).toMatchObject({ replyCount: 0, replies: { items: [] } });
    expect(ids(heard(left, published(2, view('a'))).comments)).toEqual(['a', 'c']);
  });

  test('an edit keeps what only the author was told, and reaches the stacks that quote it', () => {
    const a = view('a', { author: mine, body: '原文' });
    const quoted = replyTo(a, 'q');
    const state = showing([a, { ...replyTo(quoted, 'b'), ancestors: [{ id: 'a' }, { id: 'q' }] }], { ancestors: { q: quoted } });
    const next = heard(
      state,
      { seq: 1, type: 'comment.edited', comment: view('a', { html: '<p>新</p>' }) },
      { seq: 2, type: 'comment.edited', comment: { ...quoted, html: '<p>也新</p>' } },
    );
    expect(next.comments[0]).toMatchObject({ html: '<p>新</p>', body: '原文' });
    expect(next.ancestors?.q?.html).toBe('<p>也新</p>');
    const removed = heard(next, { seq: 3, type: 'comment.removed', id: 'q' });
    expect(removed.ancestors?.q).toMatchObject({ html: null, author: null });
  });

  test('votes and closing', () => {
    const state = heard(
      showing([view('a')]),
      { seq: 1, type: 'comment.votes', id: 'a', up: 3, down: 1 },
      { seq: 2, type: 'thread.updated', closed: true, commentCount: 1, title: null, url: null },
    );
    expect(state.comments[0]?.votes).toEqual({ up: 3, down: 1 });
    expect(state.thread?.closed).toBe(true);
  });

  test('in the tower view an answer carries the stack above it', () => {
    const [a, own] = [view('a'), replyTo(view('a'), 'b', { author: mine })];
    const state = withOwn(showing([a]), own, true);
    expect(ids(state.comments)).toEqual(['b', 'a']);
    const next = withEvents(state, [published(1, own), published(2, replyTo(own, 'c'))], true);
    expect(next === null ? [] : withFresh(next, true).comments[0]?.ancestors).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  test('however they are cut and repeated, the same news give the same page', () => {
    const events: ThreadEvent[] = [
      published(1, view('b')),
      published(2, replyTo(view('a'), 'c')),
      { seq: 3, type: 'comment.votes', id: 'a', up: 2, down: 0 },
      { seq: 4, type: 'comment.removed', id: 'b' },
      published(5, view('d')),
      { seq: 6, type: 'comment.edited', comment: view('d', { html: '<p>改</p>' }) },
    ];
    const whole = heard(showing([view('a')]), ...events);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 }), (cuts) => {
        let state = showing([view('a')]);
        for (const [from, to] of [...cuts, [0, 5]]) state = withEvents(state, events.slice(from, (to ?? 0) + 1), false) ?? state;
        expect(state).toEqual(whole);
      }),
    );
  });
});

describe('own comments', () => {
  test('one that waits stays with its author, and moves to its place when it is let through', () => {
    const waiting = view('b', { author: mine, status: 'pending' });
    const held = withOwn(showing([view('a')]), waiting, false);
    expect(ids(held.own)).toEqual(['b']);
    const through = withOwn(held, { ...waiting, status: 'published' }, false);
    expect([ids(through.own), ids(through.comments)]).toEqual([[], ['b', 'a']]);
    expect(ids(withOwn(held, { ...waiting, status: 'removed' }, false).own)).toEqual([]);
  });
});

describe('pages', () => {
  const page = (state: State, comments: ReturnType<typeof view>[], nextCursor: string | null = null) => ({
    thread: { ...(state.thread ?? never()), commentCount: 10, seq: 7 },
    site: {
      id: 's',
      name: 's',
      maxLength: 500,
      editWindow: 300,
      guests: true,
      verified: 'none' as const,
      sso: false,
      signIn: false,
      verifier: false,
      notice: '',
      sort: 'newest' as const,
      terms: null,
      answerWithin: 0,
    },
    comments,
    nextCursor,
  });
  const never = (): never => {
    throw new Error('no thread');
  };

  test('the best liked stand first, once, when enough agree and there are enough others', () => {
    const state = showing([]);
    const liked = [view('h', { votes: { up: 5, down: 0 } }), view('few', { votes: { up: 4, down: 0 } })];
    const next = withFirstPage(state, page(state, [view('pin', { pinned: true }), view('a'), view('h')]), liked);
    expect([next.hot, ids(next.comments), next.seq]).toEqual([['h'], ['pin', 'h', 'a'], 7]);
    const small = page(state, [view('h')]);
    expect(withFirstPage(state, { ...small, thread: { ...small.thread, commentCount: 5 } }, liked).hot).toEqual([]);
  });

  test('the best liked stand there without their answers, which can be asked for from the first on', () => {
    const state = showing([]);
    const replies = { items: [replyTo(view('h'), 'r')], nextCursor: null };
    const liked = view('h', { votes: { up: 5, down: 0 }, replyCount: 1, replies });
    const [first] = withFirstPage(state, page(state, [view('a')]), [liked]).comments;
    expect(first?.replies).toEqual({ items: [], nextCursor: '' });
    const [alone] = withFirstPage(state, page(state, [view('a')]), [{ ...liked, replyCount: 0 }]).comments;
    expect(alone?.replies).toEqual({ items: [], nextCursor: null });
  });

  test('what is there, or waits, is not repeated by the next page', () => {
    const state = showing([view('a'), view('b')], { fresh: [view('x')], nextCursor: 'p2' });
    expect(ids(withNextPage(state, page(state, [view('b'), view('x'), view('c')])).comments)).toEqual(['a', 'b', 'c']);
  });

  test('more answers stand in the order of time', () => {
    const root = view('a', { replies: { items: [replyTo(view('a'), 'r5')], nextCursor: '' } });
    const next = withReplies(
      showing([root]),
      'a',
      ['r1', 'r2', 'r5'].map((id) => replyTo(root, id)),
      'more',
    );
    expect(ids(next.comments[0]?.replies?.items ?? [])).toEqual(['r1', 'r2', 'r5']);
    expect(next.comments[0]?.replies?.nextCursor).toBe('more');
  });
});
