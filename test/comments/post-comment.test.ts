import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PostComment } from '../../contract/comment.ts';
import type { CommentDeps } from '../../server/comments/deps.ts';
import type { PostContext, Posted } from '../../server/comments/posted.ts';
import type { SiteSettings } from '../../server/domain/site-settings.ts';
import type { Site, SiteMode } from '../../server/domain/types.ts';
import { blocksOf } from '../../server/domain/word-blocks.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import type { Store } from '../../server/store/port.ts';
import { createCompiledLists } from '../../server/wordlists/compile-lists.ts';
import { banOf, newId, nothing } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { postDeps, sendPost } from './post-world.ts';

let world: StoreWorld;
let store: Store;
let site: Site;
beforeEach(async () => {
  world = await openSqliteWorld();
  store = (await world.fresh()).store;
  const system = { id: 'system', name: '', requestId: null };
  site = await makeSite({ store, now: Date.now, newId }, system, { id: 'news', name: '报纸', origins: [], type: 'blog', mode: 'post' });
});
afterEach(() => world.close());

const withSettings = (settings: Partial<SiteSettings>): Site => ({ ...site, settings: { ...site.settings, ...settings } });
const idOf = ({ answer }: Posted): string => ('comment' in answer ? answer.comment.id : answer.rejected.commentId);

/** How much the store holds of what a post writes. */
async function written(): Promise<{ comments: number; threads: number; events: number }> {
  const [comments, threads, { events }] = await Promise.all([
    store.comments.search({ siteIds: [site.id], limit: 100 }),
    store.threads.list({ siteId: site.id, limit: 100 }),
    store.events.after({ position: 0, types: ['comment.published', 'queue.added'], limit: 100 }),
  ]);
  return { comments: comments.items.length, threads: threads.items.length, events: events.length };
}

describe('what is taken', () => {
  test.each<[SiteMode, string, number, string]>([
    ['post', '今天的河边很安静', 201, 'published'],
    ['graded', '今天的河边很安静', 202, 'pending'],
    ['pre', '今天的河边很安静', 202, 'pending'],
  ])('in mode %s: %s', async (mode, body, status, stored) => {
    const posted = await sendPost(postDeps(store), { ...site, mode }, { body });
    expect(posted).toMatchObject({ status, answer: { comment: { status: stored }, readerToken: expect.any(String) } });
    const [comment] = (await store.comments.get([idOf(posted)])).values();
    expect(comment).toMatchObject({ status: stored, content: { body, text: body }, author: { name: '读者' } });
    expect(comment?.published === null).toBe(stored !== 'published');
    expect(comment?.review?.state).toBe(stored === 'published' ? undefined : 'open');
    expect(await written()).toEqual({ comments: 1, threads: 1, events: 1 });
  });

  test('an answer stands below its parent', async () => {
    const deps = postDeps(store);
    const parentId = idOf(await sendPost(deps, site, { body: '第一层楼的话' }));
    const id = idOf(await sendPost(deps, site, { body: '第二层楼的话', parentId }));
    const [comment] = (await store.comments.get([id])).values();
    expect(comment).toMatchObject({ parentId, rootId: parentId, depth: 1 });
  });

  test('what the robot’s field gives away is spam, and its sender sees it wait', async () => {
    const posted = await sendPost(postDeps(store), site, { body: '今天的河边很安静', website: 'https://a.example' });
    expect(posted.status).toBe(202);
    const [comment] = (await store.comments.get([idOf(posted)])).values();
    expect(comment?.status).toBe('spam');
  });
});

describe('while the site’s word list is not ready', () => {
  /** Lists of the store of which none is ready in time once `holdUp` was called. */
  function slowLists() {
    let reading = Promise.resolve();
    const words: Store['sites']['words'] = async (id) => {
      await reading;
      return store.sites.words(id);
    };
    const lists = createCompiledLists({ wordsVersion: store.sites.wordsVersion, words }, () => undefined, 5);
    const holdUp = (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      reading = promise;
      return resolve;
    };
    return { deps: postDeps(store, {}, lists), lists, holdUp };
  }
  const saveList = (word: string) => {
    const entries = [{ word, level: 'hold' as const, category: 'ad', options: [] }];
    const saving = { at: Date.now(), by: { id: 'system', name: '' } };
    return store.sites.saveWords(site.id, null, blocksOf({ entries, comments: [] }), saving, nothing());
  };
  const storedOf = async (posted: Posted) => (await store.comments.get([idOf(posted)])).get(idOf(posted));

  test('the list before it applies', async () => {
    const { deps, lists, holdUp } = slowLists();
    await saveList('旧词');
    await lists.matcherOf(site);
    await saveList('新词');
    const goOn = holdUp();
    expect((await sendPost(deps, site, { body: '河边有旧词一个' })).status).toBe(202);
    expect((await sendPost(deps, site, { body: '河边有新词一个' })).status).toBe(201);
    goOn();
    await lists.matcherOf(site);
    expect((await sendPost(deps, site, { body: '山上有新词一个' })).status).toBe(202);
  });

  test.each([false, true])('without one before it a moderator looks first, staff: %s', async (isStaff) => {
    const { deps, lists, holdUp } = slowLists();
    await saveList('新词');
    const goOn = holdUp();
    const posted = await sendPost(deps, site, { body: '今天的河边很安静' }, { isStaff });
    expect(posted.status).toBe(202);
    expect(await storedOf(posted)).toMatchObject({
      status: 'pending',
      published: null,
      review: { state: 'open', reasons: ['list-not-ready'] },
      findings: [{ phase: 'words', verdict: 'review', evidence: [{ field: 'body', note: 'list-not-ready' }] }],
    });
    goOn();
    await lists.matcherOf(site);
    expect((await sendPost(deps, site, { body: '今天的山上很安静' })).status).toBe(201);
  });
});

interface Refusal {
  name: string;
  code: string;
  site?: () => Site;
  input?: Partial<PostComment>;
  context?: Partial<PostContext>;
  deps?: Parameters<typeof postDeps>[1];
  before?: (deps: CommentDeps) => Promise<unknown>;
}

describe('what is refused', () => {
  const BODY = '今天的河边很安静，风也不大';
  const closeThread = async (): Promise<void> => {
    const thread = await store.threads.open(site.id, 'https://news.example/1', { id: newId(), url: '', title: '', now: Date.now() });
    await store.threads.change(thread.id, thread.revision, { closed: true }, nothing());
  };
  const refusals: Refusal[] = [
    { name: 'a long text', code: 'too-long', input: { body: '长'.repeat(20) }, site: () => withSettings({ maxLength: 10 }) },
    { name: 'nothing to be seen', code: 'too-short', input: { body: ' \u200b ' } },
    { name: 'a closed thread', code: 'comments-closed', before: closeThread },
    { name: 'an unknown thread', code: 'not-found', site: () => withSettings({ threads: 'registered' }) },
    { name: 'an unknown parent', code: 'unsupported-parent', input: { parentId: 'nothing' } },
    { name: 'a guest where none are taken', code: 'sign-in-required', site: () => withSettings({ guests: false }) },
    { name: 'a name that belongs to the staff', code: 'name-not-allowed', input: { author: { name: '管理员' } } },
    {
      name: 'a banned network',
      code: 'banned',
      context: { networks: ['net'] },
      before: () => store.readers.ban(banOf(site.id, { kind: 'network', value: 'net', mode: 'block' }), nothing()),
    },
    {
      name: 'work that was not done',
      code: 'puzzle-required',
      input: { puzzle: null },
      deps: { limitsOn: true, puzzleBits: () => 15 },
    },
  ];

  test.each(refusals)('$name: $code; nothing is written', async ({ code, input, context, deps: more, before, site: given }) => {
    const deps = postDeps(store, more);
    await before?.(deps);
    const earlier = await written();
    await expect(sendPost(deps, given?.() ?? site, { body: BODY, ...input }, context)).rejects.toMatchObject({ name: 'Problem', code });
    expect(await written()).toEqual(earlier);
  });
});

describe('the same idempotency key', () => {
  const context = { idempotencyKey: 'a-key-that-nobody-can-guess-1' };

  test('with the same request gives the first answer and its token, and stores nothing more', async () => {
    const deps = postDeps(store);
    const first = await sendPost(deps, site, { body: '今天的河边很安静' }, context);
    expect(await sendPost(deps, site, { body: '今天的河边很安静' }, context)).toEqual(first);
    expect((await written()).comments).toBe(1);
  });

  test('twice at once is one comment', async () => {
    const deps = postDeps(store);
    const both = await Promise.all([1, 2].map(() => sendPost(deps, site, { body: '今天的河边很安静' }, context)));
    expect(new Set(both.map(idOf)).size).toBe(1);
    expect((await written()).comments).toBe(1);
  });

  test('with another text is refused', async () => {
    const deps = postDeps(store);
    await sendPost(deps, site, { body: '今天的河边很安静' }, context);
    await expect(sendPost(deps, site, { body: '明天的河边很热闹' }, context)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });
});
