import type { CommentView } from '../server/contract/comment.ts';
import type { Acts } from './acts.ts';
import type { Settled } from './options.ts';
import { createSdk, Refused } from './sdk.ts';
import { EMPTY, type Sending, type State, withPage, withReplies } from './state.ts';
import { openStorage } from './storage.ts';

export type Controller = ReturnType<typeof createController>;

/** What the page is told of. */
export type Tell = (event: 'ready' | 'posted' | 'count', news: object) => void;

/**
 * The reading half of a comment box: what it shows and what this browser keeps of it. The writing half
 * (acts.ts) joins it after the first paint.
 */
export function createController(settled: Settled, tell: Tell) {
  const kept = openStorage(settled.site);
  const keptHere = openStorage(`${settled.site}:${settled.thread.key}`);
  const token = (): string | null => kept.get<string>('token');
  const sdk = createSdk(settled, token);
  const listeners = new Set<() => void>();
  const sending = (keptHere.get<Sending[]>('sending') ?? []).map((one): Sending => ({ ...one, state: 'waiting' }));
  let state: State = { ...EMPTY, sort: settled.sort ?? 'newest', sending, isOffline: !navigator.onLine };
  let isDestroyed = false;

  function set(next: State): void {
    if (isDestroyed || next === state) return;
    const before = state.thread?.commentCount;
    state = next;
    for (const listener of listeners) listener();
    const count = state.thread?.commentCount;
    if (count !== undefined && count !== before) tell('count', { count });
  }

  async function load(): Promise<void> {
    try {
      const wish = settled.sort === null && state.thread === null ? null : state.sort;
      const page = await sdk.list(wish, settled.view, null);
      const isFirst = state.phase !== 'ready';
      set({ ...withPage(state, page, true), sort: wish ?? page.site.sort });
      if (isFirst) tell('ready', { count: page.thread.commentCount });
      if (token() !== null) await loadMe();
    } catch {
      if (state.thread === null) set({ ...state, phase: 'error' });
    }
  }

  async function loadMe(): Promise<void> {
    try {
      const { reader, votes, own } = await sdk.me();
      kept.set('name', reader.name);
      set({ ...state, readerId: reader.id, votes, own });
    } catch (error) {
      if (error instanceof Refused && error.status === 401) kept.remove('token');
    }
  }

  const onOnline = (): void => {
    set({ ...state, isOffline: false });
    if (state.phase === 'error') void load();
    void controller.acts?.resend();
  };
  const onOffline = (): void => set({ ...state, isOffline: true });
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);

  const controller = {
    settled,
    sdk,
    kept,
    keptHere,
    token,
    tell,
    set,
    /** The writing half, once it is there. */
    acts: null as Acts | null,
    /** Called when this browser has become a reader. */
    onToken: (): void => undefined,
    get state(): State {
      return state;
    },
    get isDestroyed(): boolean {
      return isDestroyed;
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
    retry(): void {
      set({ ...state, phase: 'loading' });
      void load();
    },
    async sortBy(sort: State['sort']): Promise<void> {
      set({ ...state, sort });
      await load();
    },
    async loadMore(): Promise<void> {
      if (state.nextCursor !== null) set(withPage(state, await sdk.list(state.sort, settled.view, state.nextCursor), false));
    },
    async loadReplies(root: CommentView): Promise<void> {
      const { comments, nextCursor } = await sdk.replies(root.id, root.replies?.nextCursor ?? null);
      set(withReplies(state, root.id, comments, nextCursor));
    },
    showFresh: (): void => set({ ...state, comments: [...[...state.fresh].reverse(), ...state.comments], fresh: [] }),
    draft: (parentId: string | null): string => keptHere.get<string>(`draft:${parentId ?? ''}`) ?? '',
    saveDraft(parentId: string | null, body: string): void {
      const name = `draft:${parentId ?? ''}`;
      if (body.trim() === '') keptHere.remove(name);
      else keptHere.set(name, body);
    },
    name: (): string => kept.get<string>('name') ?? '',
    isMine: (comment: CommentView): boolean => comment.author !== null && comment.author.id === state.readerId,
    destroy(): void {
      isDestroyed = true;
      removeEventListener('online', onOnline);
      removeEventListener('offline', onOffline);
      listeners.clear();
    },
  };
  return controller;
}
