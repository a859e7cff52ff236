import { computed, effect, signal } from '@preact/signals';
import type { DecisionResult } from '../../contract/moderation.ts';
import { MOST_DECIDED_AT_ONCE } from '../../server/domain/queue-limits.ts';
import { Refused } from '../api.ts';
import { type DecisionInput, decide } from '../calls.ts';
import { formatText, texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import { liveState } from '../live.ts';
import { staff } from '../session.ts';
import { toast } from '../toasts.ts';
import { whyNotApplied } from './results.ts';
import { catchUp, setApart } from './store.ts';

/** A call that decides, until the service has answered it. */
interface Entry {
  input: DecisionInput;
  /** It could not be sent, or its answer was lost: it is sent again. */
  isWaiting: boolean;
  isUnderWay: boolean;
  settle: (results: DecisionResult[]) => void;
}

/** Decisions on their way to the service. */
export interface Sending {
  /** One result for each comment, however long the connection is gone; also what was decided the first time while the answer was lost is `applied`. */
  results: Promise<DecisionResult[]>;
  /** Could they not be sent so far? */
  isWaiting: () => boolean;
  /**
   * Makes of decisions that wait the taking back of them: whether they had arrived or not, in the end the
   * comments stand as before. Gives whether all of them were waiting; else nothing is changed.
   */
  withdraw: () => boolean;
  isWithdrawn: () => boolean;
}

/** Without an answer for so long the connection counts as gone, ms. */
const ANSWER_WITHIN = 30_000;
/** Pauses between attempts, ms; the last one stays. */
const PAUSES = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** Answers of proxies and of a service that is just starting or overloaded: asking again is right. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

const entries = signal<readonly Entry[]>([]);
let failures = 0;
let isFlushing = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** On how many comments decisions wait to be sent. */
export const unsentCount = computed(() =>
  entries.value.reduce((sum, { isWaiting, input }) => sum + (isWaiting ? input.items.length : 0), 0),
);
/** Of a decision that needs several calls: on how many comments it has been applied so far. */
export const sendingProgress = signal<{ done: number; total: number } | null>(null);

/** Names one act of the moderator, whose calls can be taken back together. */
export const newActionId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Sends a decision on any number of comments, in as many calls as it needs, and again until the service has
 * answered. What waits is kept for this account and this tab, so that loading the page anew loses nothing.
 */
export function send(input: DecisionInput): Sending {
  const own = cut(input).map((part) => newEntry(part));
  const isWaiting = (): boolean => own.some(({ entry }) => entry.isWaiting);
  let isWithdrawn = false;
  entries.value = [...entries.value, ...own.map(({ entry }) => entry)];
  const showProgress = own.length > 1;
  void sendAll(own.map(({ entry }) => entry));
  const results = Promise.all(
    own.map(async ({ done }) => {
      const some = await done;
      if (showProgress) addProgress(some.length, input.items.length);
      return some;
    }),
  ).then((all) => all.flat());
  if (showProgress) addProgress(0, input.items.length);
  return {
    results,
    isWaiting,
    isWithdrawn: () => isWithdrawn,
    withdraw() {
      if (isWithdrawn || own.some(({ entry }) => !entry.isWaiting || entry.isUnderWay)) return false;
      isWithdrawn = true;
      for (const { entry } of own)
        entry.input = { items: entry.input.items.map(({ id, revision }) => ({ id, revision: revision + 1 })), action: 'undo' };
      changed();
      return true;
    },
  };
}

/** Sends what waits whenever there is a connection again, also what an earlier page left; gives the way to end it. */
export function followConnection(): () => void {
  resume();
  const retry = (): void => void flush();
  const stopLive = effect(() => {
    if (liveState.value === 'live') retry();
  });
  const stopWarning = effect(() => {
    if (unsentCount.value > 0) addEventListener('beforeunload', warn);
    else removeEventListener('beforeunload', warn);
  });
  addEventListener('online', retry);
  return () => {
    stopLive();
    stopWarning();
    removeEventListener('online', retry);
    removeEventListener('beforeunload', warn);
    clearTimeout(timer);
    entries.value = [];
  };
}

/** Sends what waits now, one call after the other, until one does not get through. */
export async function flush(): Promise<void> {
  if (isFlushing) return;
  isFlushing = true;
  clearTimeout(timer);
  try {
    for (;;) {
      const next = entries.value.find(({ isWaiting }) => isWaiting);
      if (next === undefined) break;
      if (!(await attempt(next))) break;
    }
  } finally {
    isFlushing = false;
  }
}

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

function cut(input: DecisionInput): DecisionInput[] {
  const parts: DecisionInput[] = [];
  for (let i = 0; i < input.items.length; i += MOST_DECIDED_AT_ONCE)
    parts.push({ ...input, items: input.items.slice(i, i + MOST_DECIDED_AT_ONCE) });
  return parts;
}

function newEntry(input: DecisionInput): { entry: Entry; done: Promise<DecisionResult[]> } {
  const { promise, resolve } = Promise.withResolvers<DecisionResult[]>();
  return { entry: { input, isWaiting: false, isUnderWay: false, settle: resolve }, done: promise };
}

function addProgress(done: number, total: number): void {
  const now = (sendingProgress.value?.done ?? 0) + done;
  sendingProgress.value = now >= total ? null : { done: now, total };
}

async function sendAll(parts: readonly Entry[]): Promise<void> {
  const isDown = unsentCount.value > 0;
  for (const [i, part] of parts.entries()) {
    if (!isDown && (await attempt(part))) continue;
    for (const later of parts.slice(i)) later.isWaiting = true;
    changed();
    if (isDown) void flush();
    return;
  }
}

/** Sends one call; false when there was no answer. */
async function attempt(entry: Entry): Promise<boolean> {
  entry.isUnderWay = true;
  changed();
  try {
    const results = await decide(entry.input, AbortSignal.timeout(ANSWER_WITHIN));
    failures = 0;
    finish(
      entry,
      results.map((result) => asOneMeantIt(entry.input, result)),
    );
    return true;
  } catch (error) {
    if (error instanceof Refused && !TRY_AGAIN.has(error.problem.status)) {
      const { code, detail } = error.problem;
      finish(
        entry,
        entry.input.items.map(({ id }) => ({ id, result: 'refused', code, detail })),
      );
      return true;
    }
    entry.isUnderWay = false;
    entry.isWaiting = true;
    changed();
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSES[Math.min(failures++, PAUSES.length - 1)]);
    return false;
  }
}

function finish(entry: Entry, results: DecisionResult[]): void {
  entries.value = entries.value.filter((one) => one !== entry);
  keep();
  entry.settle(results);
}

/**
 * What a decision that was sent again came to: that it is stale by one's own earlier sending means that it
 * holds; and what never arrived needs no taking back.
 */
function asOneMeantIt({ items, action }: DecisionInput, result: DecisionResult): DecisionResult {
  const sent = items.find(({ id }) => id === result.id)?.revision;
  if (result.result !== 'stale' || sent === undefined) return result;
  const { decidedBy: by, revision } = result;
  const isMine = by?.id === staff.value?.id && by?.action === action && revision === sent + 1;
  const isNothingToUndo = action === 'undo' && revision === sent - 1;
  return isMine || isNothingToUndo ? { ...result, result: 'applied' } : result;
}

function changed(): void {
  entries.value = [...entries.value];
  keep();
}

const storageKeyOf = (id: string): string => `liangju-admin:unsent:${id}`;

/** Keeps what is not answered in this tab alone: two tabs would both send it. */
function keep(): void {
  const me = staff.value;
  if (me === null) return;
  try {
    if (entries.value.length === 0) sessionStorage.removeItem(storageKeyOf(me.id));
    else sessionStorage.setItem(storageKeyOf(me.id), JSON.stringify(entries.value.map(({ input }) => input)));
  } catch {
    // Where storage is forbidden it waits as long as the page.
  }
}

function kept(): DecisionInput[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storageKeyOf(staff.value?.id ?? '')) ?? '[]');
    return Array.isArray(found) ? found.filter(isInput) : [];
  } catch {
    return [];
  }
}

const isInput = (value: unknown): value is DecisionInput =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) && 'action' in value;

/** Takes over what an earlier page of this tab had no answer to. */
function resume(): void {
  const restored = kept().map((input) => newEntry(input));
  if (restored.length === 0) return;
  for (const { entry } of restored) entry.isWaiting = true;
  entries.value = restored.map(({ entry }) => entry);
  const release = setApart(restored.flatMap(({ entry }) => entry.input.items.map(({ id }) => id)));
  void Promise.all(restored.map(({ done }) => done)).then((all) => {
    release();
    const results = all.flat();
    const applied = results.filter(({ result }) => result === 'applied').length;
    if (applied > 0) toast(formatText(texts().unsent.sent, { n: applied }), { kind: 'decision' });
    const failed = results.find(({ result }) => result !== 'applied');
    if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
    void catchUp();
  });
}
