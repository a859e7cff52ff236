import type { Attempts } from './keep-trying.ts';
import { Refused } from './sdk.ts';
import { type State, withFirstPage } from './state.ts';
import type { Controller, ListReader } from './types/controller.ts';
import type { BoxEnvironment } from './types/environment.ts';

/** Most comments that one page of the list may hold. */
const MOST = 100;
/** So many of the best liked comments come first. */
const BEST = 3;

/**
 * Makes what reads the list of a box and what is the reader's own.
 * @param firstSort the order that the reader or the page asks for; null: the site's own
 */
export function createListReader(
  box: Omit<Controller, keyof ListReader>,
  keepTrying: BoxEnvironment['keepTrying'],
  firstSort: State['sort'] | null,
): ListReader {
  const { sdk, settings } = box;
  let asked = 0;
  let reading: Attempts | null = null;

  /** Of several calls the last one counts. */
  async function fetchList(wish: State['sort'] | null): Promise<void> {
    const mine = ++asked;
    const { length } = box.state.comments;
    // Readers who have loaded more keep their place.
    const limit = length > 20 ? Math.min(MOST, length) : undefined;
    const isNested = settings.view === 'nested';
    // All are fetched at once and drawn together, so that nothing pushes away what is being read.
    const [page, best, me] = await Promise.all([
      sdk.list({ sort: wish, limit }),
      isNested && wish !== 'hot' ? sdk.list({ sort: 'hot', limit: BEST }).catch(() => null) : null,
      fetchMe(),
    ]);
    if (mine !== asked) return;
    const isFirst = box.state.thread === null;
    const sort = wish ?? page.site.sort;
    box.set({ ...withFirstPage({ ...box.state, ...me }, page, sort === 'hot' ? [] : (best?.comments ?? [])), sort });
    if (isFirst) box.emit('ready', { count: page.thread.commentCount });
    box.onLoad();
  }

  async function load(): Promise<void> {
    try {
      await fetchList(firstSort === null && box.state.thread === null ? null : box.state.sort);
    } catch (error) {
      if (box.state.thread !== null) return;
      // A refusal without a sentence came from something between browser and service.
      const refusal = error instanceof Refused && error.message !== '' && error.problem.status !== 429 ? error.problem : null;
      box.set({ ...box.state, phase: refusal === null ? 'error' : 'refused', refusal });
      if (refusal === null) throw error;
    }
  }

  async function fetchMe(): Promise<Pick<State, 'readerId' | 'reader' | 'votes' | 'own'> | null> {
    if (box.token() === null) return null;
    try {
      const { reader, votes, own, recent } = await sdk.me();
      return { readerId: reader.id, reader, votes, own: [...recent, ...own] };
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) box.kept.remove('token');
      return null;
    }
  }

  return {
    load,
    fetchList,
    fetchMe,
    start(onReady) {
      reading = keepTrying(async () => {
        await load();
        if (box.state.thread !== null) onReady();
      });
    },
    retry() {
      box.set({ ...box.state, phase: 'loading' });
      reading?.now();
    },
  };
}
