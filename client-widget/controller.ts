import { createListReader } from './list-reader.ts';
import { createSdk } from './sdk.ts';
import { SORTS } from '../server/domain/enumerations.ts';
import { EMPTY, type State } from './state.ts';
import { openStorage } from './storage.ts';
import type { Controller, ListReader } from './types/controller.ts';
import type { BoxEnvironment } from './types/environment.ts';
import type { BoxSettings } from './types/settings.ts';

/**
 * Makes the reading half of a comment box: what it shows and what this browser keeps of it. The writing half
 * (actions.ts) joins it after the first paint.
 */
export function createController(settings: BoxSettings, environment: BoxEnvironment): Controller {
  const { emit } = environment;
  const kept = openStorage(settings.site);
  const keptHere = openStorage(`${settings.site}:${settings.thread.key}`);
  const token = (): string | null => kept.get<string>('token');
  const handlers = new Set<() => void>();
  // The reader's earlier choice on this site comes before the page's option.
  const chosen = kept.get('sort');
  const sort = SORTS.find((one) => one === chosen) ?? settings.sort;
  let state: State = { ...EMPTY, sort: sort ?? 'newest' };
  let isDestroyed = false;

  function redraw(): void {
    for (const handler of handlers) handler();
  }

  const controller: Omit<Controller, keyof ListReader> = {
    settings,
    sdk: createSdk(settings, token, (refused) => controller.members?.renew(refused)),
    kept,
    keptHere,
    token,
    emit,
    getCode: environment.load,
    options: environment.options,
    members: null,
    trust: environment.trust,
    set(next) {
      if (isDestroyed || next === state) return;
      const before = state.thread?.commentCount;
      state = next;
      redraw();
      const count = state.thread?.commentCount;
      if (count !== undefined && count !== before) emit('count', { count });
    },
    redraw,
    generation: 0,
    actions: null,
    onToken: () => undefined,
    onLoad: () => undefined,
    get state() {
      return state;
    },
    get isDestroyed() {
      return isDestroyed;
    },
    subscribe(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    draft: (parentId) => keptHere.get<string>(`draft:${parentId ?? ''}`) ?? '',
    saveDraft(parentId, body) {
      const name = `draft:${parentId ?? ''}`;
      if (body.trim() === '') keptHere.remove(name);
      else keptHere.set(name, body);
    },
    name: () => kept.get<string>('name') ?? '',
    isMine: (comment) => comment.author !== null && comment.author.id === state.readerId,
    destroy() {
      isDestroyed = true;
      handlers.clear();
    },
  };
  return Object.assign(controller, createListReader(controller, environment.keepTrying, sort));
}
