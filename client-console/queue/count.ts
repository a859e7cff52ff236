import { computed, effect, signal, untracked } from '@preact/signals';
import type { StatsView } from '../../contract/moderation.ts';
import { getStats } from '../calls.ts';
import { route } from '../router.ts';
import { ESCALATED, filterQuery, isNarrowed } from './filters.ts';
import { filters } from './store.ts';

/** The numbers of open cases on all the moderator's sites. The console shows the service's numbers and counts none itself. */
export const stats = signal<StatsView | null>(null);
/** The same for the filters, with the filters. */
const narrowed = signal<{ query: string; stats: StatsView } | null>(null);

/** Between two counts, ms. */
const PAUSE = 400;
let received = 0;
let isOld = false;
let counting: Promise<void> | null = null;

/** The filters without the lane of escalated cases, whose number the service gives beside the others. */
const narrowing = () => filterQuery({ ...filters.value, kind: filters.value.kind === ESCALATED ? '' : filters.value.kind });
const isPart = (): boolean => isNarrowed({ ...filters.value, kind: filters.value.kind === ESCALATED ? '' : filters.value.kind });

const shownStats = computed(() => {
  if (!isPart()) return stats.value;
  return narrowed.value?.query === JSON.stringify(narrowing()) ? narrowed.value.stats : null;
});

/** How many cases fit what is shown; null until it is known. */
export const shownCount = computed(() => {
  const now = shownStats.value;
  if (now === null) return null;
  return filters.value.kind === ESCALATED ? now.escalated : now.open;
});
/** Since when the oldest of what is shown has been waiting. */
export const shownOldest = computed(() => (filters.value.kind === ESCALATED ? null : (shownStats.value?.oldestOpenAt ?? null)));

/** Takes over the numbers that the service sends: it sends them again after every change. */
export function onStats(update: StatsView): void {
  received++;
  stats.value = update;
  if (isPart()) void recount();
}

/** Reads the numbers; a call while they are being read reads them once more. Resolves when they are up to date. */
export function recount(): Promise<void> {
  isOld = true;
  counting ??= countWhileOld().finally(() => {
    counting = null;
  });
  return counting;
}

/** Counts anew whenever other filters are chosen; gives what ends it. */
export function followFilters(): () => void {
  const asked = computed(() => (route.value.screen === 'queue' ? JSON.stringify(narrowing()) : ''));
  return effect(() => {
    void asked.value;
    void untracked(recount);
  });
}

async function countWhileOld(): Promise<void> {
  while (isOld) {
    isOld = false;
    // A count that fails is repeated with the next live update, decision or connection.
    await Promise.all([countAll(), countShown()]).catch(() => undefined);
    if (isOld) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function countAll(): Promise<void> {
  const before = received;
  const all = await getStats({});
  // Numbers that were sent meanwhile may be newer; where they are not, the service sends them again.
  if (before === received) stats.value = all;
}

async function countShown(): Promise<void> {
  if (!isPart() || route.value.screen !== 'queue') return;
  const query = narrowing();
  const found = await getStats(query);
  narrowed.value = { query: JSON.stringify(query), stats: found };
}
