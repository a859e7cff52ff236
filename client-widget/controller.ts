import type { CommentView } from '../server/contract/comment.ts';
import type { Acts } from './acts.ts';
import type { Settled, Tell } from './options.ts';
import { createSdk, Refused, Unreachable } from './sdk.ts';
import { EMPTY, type Sending, SORTS, type State, withFirstPage } from './state.ts';
import { openStorage } from './storage.ts';

export type Controller = ReturnType<typeof createController>;

/** Most that one page may hold. */
const MOST = 100;
/** So many of the best liked stand first. */
const BEST = 3;

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
  // What the reader chose on this site before comes first, then what the page says.
  const chosen = kept.get('sort');
  const sort = SORTS.find((one) => one === chosen) ?? settled.sort;
  let state: State = { ...EMPTY, sort: sort ?? 'newest', sending, isOffline: !navigator.onLine };
  let isDestroyed = false;
  let asked = 0;

  function redraw(): void {
    for (const listener of listeners) listener();
  }

  function set(next: State): void {
    if (isDestroyed || next === state) return;
    const before = state.thread?.commentCount;
    state = next;
    redraw();
    const count = state.thread?.commentCount;
    if (count !== undefined && count !== before) tell('count', { count });
  }

  /** Fetches the list and what is the reader's own; of several calls the last one counts. @throws what the list throws. */
  async function fetchList(wish: State['sort'] | null): Promise<void> {
    const mine = ++asked;
    // Who had read on does not lose their place.
    const limit = state.comments.length > 20 ? Math.min(MOST, state.comments.length) : undefined;
    const isNested = settled.view === 'nested';
    // All at once and drawn together, so that nothing that is read is pushed away.
    const [page, best, me] = await Promise.all([
      sdk.list({ sort: wish, limit }),
      isNested && wish !== 'hot' ? sdk.list({ sort: 'hot', limit: BEST }).catch(() => null) : null,
      fetchMe(),
    ]);
    if (mine !== asked) return;
    const isFirst = state.thread === null;
    const sort = wish ?? page.site.sort;
    set({ ...withFirstPage({ ...state, ...me }, page, sort === 'hot' ? [] : (best?.comments ?? [])), sort });
    if (isFirst) tell('ready', { count: page.thread.commentCount });
    controller.onLoad();
  }

  /** Fetches the list, again too; a failure shows where there is nothing else to show. */
  async function load(): Promise<void> {
    try {
      await fetchList(sort === null && state.thread === null ? null : state.sort);
    } catch (error) {
      if (state.thread !== null) return;
      // Without permission the browser hides the server's refusal: it looks like no answer.
      const isBlocked =
        error instanceof Refused ? error.problem.code === 'origin-not-allowed' : error instanceof Unreachable && (await sdk.isThere());
      set({ ...state, phase: isBlocked ? 'blocked' : 'error' });
    }
  }

  /** What is this reader's own here; nothing for who is none, or where it cannot be had. */
  async function fetchMe(): Promise<Pick<State, 'readerId' | 'votes' | 'own'> | null> {
    if (token() === null) return null;
    try {
      const { reader, votes, own, recent } = await sdk.me();
      return { readerId: reader.id, votes, own: [...recent, ...own] };
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) kept.remove('token');
      return null;
    }
  }

  const onOnline = (): void => {
    set({ ...state, isOffline: false });
    if (state.phase === 'error') controller.retry();
    void controller.acts?.resend();
  };
  const onOffline = (): void => set({ ...state, isOffline: true });
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);
  // Times that are told as “3 minutes ago” go on.
  const clock = setInterval(redraw, 60_000);

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
    /** Called when the list has been fetched: live news since then are asked for. */
    onLoad: (): void => undefined,
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
    fetchMe,
    retry(): void {
      set({ ...state, phase: 'loading' });
      void load();
    },
    /** @throws what the call throws; then the order is as before. */
    async sortBy(sort: State['sort']): Promise<void> {
      const before = state.sort;
      set({ ...state, sort });
      await fetchList(sort).catch((error: unknown) => {
        set({ ...state, sort: before });
        throw error;
      });
      kept.set('sort', sort);
    },
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
      clearInterval(clock);
      removeEventListener('online', onOnline);
      removeEventListener('offline', onOffline);
      listeners.clear();
    },
  };
  return controller;
}
