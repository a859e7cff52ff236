import type { CommentView } from '../contract/comment.ts';
import type { Actions } from './actions.ts';
import type { Attempts } from './keep-trying.ts';
import type { BoxEnvironment, BoxSettings } from './types/environment.ts';
import { createSdk, Refused } from './sdk.ts';
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
export function createController(settings: BoxSettings, environment: BoxEnvironment) {
  const { emit } = environment;
  const kept = openStorage(settings.site);
  const keptHere = openStorage(`${settings.site}:${settings.thread.key}`);
  const token = (): string | null => kept.get<string>('token');
  const sdk = createSdk(settings, token);
  const listeners = new Set<() => void>();
  const sending = (keptHere.get<Sending[]>('sending') ?? []).map((one): Sending => ({ ...one, state: 'waiting' }));
  // What the reader chose on this site before comes first, then what the page says.
  const chosen = kept.get('sort');
  const sort = SORTS.find((one) => one === chosen) ?? settings.sort;
  let state: State = { ...EMPTY, sort: sort ?? 'newest', sending };
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
    if (count !== undefined && count !== before) emit('count', { count });
  }

  /** Fetches the list and what is the reader's own; of several calls the last one counts. @throws what the list throws. */
  async function fetchList(wish: State['sort'] | null): Promise<void> {
    const mine = ++asked;
    // Who had read on does not lose their place.
    const limit = state.comments.length > 20 ? Math.min(MOST, state.comments.length) : undefined;
    const isNested = settings.view === 'nested';
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
    if (isFirst) emit('ready', { count: page.thread.commentCount });
    controller.onLoad();
  }

  /**
   * Fetches the list, again too; a failure shows where there is nothing else to show.
   * @throws what may be otherwise when it is asked again, as long as there is nothing to show.
   */
  async function load(): Promise<void> {
    try {
      await fetchList(sort === null && state.thread === null ? null : state.sort);
    } catch (error) {
      if (state.thread !== null) return;
      // Without words it was something on the way that refused.
      const refusal = error instanceof Refused && error.message !== '' && error.problem.status !== 429 ? error.problem : null;
      set({ ...state, phase: refusal === null ? 'error' : 'refused', refusal });
      if (refusal === null) throw error;
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

  let reading: Attempts | null = null;
  const controller = {
    settings,
    sdk,
    kept,
    keptHere,
    token,
    emit,
    /** Gets a part of the code. */
    getCode: environment.load,
    set,
    redraw,
    /** The writing half, once it is there. */
    actions: null as Actions | null,
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
    fetchList,
    fetchMe,
    /** Gets the list for the first time, however often it must be asked for. */
    start(onReady: () => void): void {
      reading = environment.keepTrying(async () => {
        await load();
        if (state.thread !== null) onReady();
      });
    },
    retry(): void {
      set({ ...state, phase: 'loading' });
      reading?.now();
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
      listeners.clear();
    },
  };
  return controller;
}
