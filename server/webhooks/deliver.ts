import { effectsOf, SYSTEM } from '../domain/effects.ts';
import type { WebhookEnd } from '../domain/enumerations.ts';
import { isRunning } from '../domain/stepped-clock.ts';
import type { Id, Ms } from '../domain/types.ts';
import { type Delivery, FAILING_LONGEST, PAUSES, type Webhook } from '../domain/webhooks.ts';
import { NotFound } from '../store/port.ts';
import type { WebhookDeps } from './deps.ts';
import { type Attempt, attempt } from './send.ts';

/** How long a process has a webhook before another may take it over. */
const LEASE: Ms = 5_000;
/** So many deliveries to a webhook are under way at once, of as many threads. */
const AT_ONCE = 8;
/** What other processes have stored is looked for within this time. */
const POLL: Ms = 1_000;
/** Where something waits for its time, what other processes have stored beside it is looked for within this time. */
const LONGEST_WAIT: Ms = 5_000;
/** A receiver that takes nothing is asked once in a while, whatever is due. */
const LONGEST_REST: Ms = 60_000;
/** A clock that was set back may have left times that lie further ahead than any pause. */
const LONGEST_PAUSE: Ms = 2 * Math.max(...PAUSES);

/** Sends what webhooks are to be sent, side by side with other processes of the service. */
export interface Deliverer {
  start(): void;
  /** There may be something for these. @param isAsked a person has asked for it: also for those that rest. */
  wake(webhookIds: readonly Id[], isAsked?: boolean): void;
  /** Finishes the attempts that are under way. */
  stop(): Promise<void>;
}

/** What the process knows of a webhook. */
interface Lane {
  running: Promise<void> | null;
  /** Nothing is due before then, as far as this process knows. */
  waitsUntil: Ms;
  /** It takes nothing, and is left alone until then. */
  restsUntil: Ms;
  /** Rounds in a row in which nothing was taken. */
  failedRounds: number;
}

interface Delivering {
  deps: WebhookDeps;
  holder: Id;
  lanes: Map<Id, Lane>;
  isStopped: boolean;
}

/** Stores that a webhook fails, or does no more, and switches off what has failed for a week or is gone. */
async function noteHealth({ deps }: Delivering, webhook: Webhook, attempts: readonly Attempt[]): Promise<void> {
  const now = deps.now();
  const isTaken = attempts.some(({ outcome }) => outcome.state === 'delivered');
  const nothing = { events: [], audit: [] };
  if (isTaken) {
    if (webhook.failingSince !== null) await deps.store.webhooks.change(webhook.id, { failingSince: null }, nothing);
    return;
  }
  const isOver = webhook.failingSince !== null && now - webhook.failingSince >= FAILING_LONGEST;
  const ended: WebhookEnd | null = attempts.some(({ isGone }) => isGone) ? 'gone' : isOver ? 'failing' : null;
  if (ended === null) {
    if (webhook.failingSince === null) await deps.store.webhooks.change(webhook.id, { failingSince: now }, nothing);
    return;
  }
  const { siteId, id } = webhook;
  const effects = effectsOf({ at: now, newId: deps.newId }, SYSTEM, { action: 'webhook.end', siteId, subject: id, data: { why: ended } });
  await deps.store.webhooks.change(id, { enabled: false, ended }, effects);
  deps.log.warn({ site: siteId, webhook: id, why: ended }, 'a webhook was switched off');
}

/** Sends the first of each thread that is due. @returns whether to look again at once. */
async function round(delivering: Delivering, id: Id, lane: Lane): Promise<boolean> {
  const { deps } = delivering;
  const now = deps.now();
  const webhook = await deps.store.webhooks.get(id);
  if (webhook?.enabled !== true) return false;
  const heads = await deps.store.webhooks.heads(id, 4 * AT_ONCE);
  const due = heads.filter(({ dueAt }) => !isRunning(dueAt, now, LONGEST_PAUSE)).slice(0, AT_ONCE);
  if (due.length === 0) {
    const next = heads[0]?.dueAt ?? 0;
    lane.waitsUntil = Math.min(next, now + LONGEST_WAIT);
    return false;
  }
  const attempts = await Promise.all(due.map((delivery: Delivery) => attempt(deps, webhook, delivery)));
  for (const { outcome } of attempts) await deps.store.webhooks.record(outcome);
  await noteHealth(delivering, webhook, attempts);
  if (attempts.some(({ outcome }) => outcome.state === 'delivered')) {
    lane.failedRounds = 0;
    return true;
  }
  lane.failedRounds++;
  lane.restsUntil = now + Math.min(LONGEST_REST, 1_000 * 2 ** Math.min(10, lane.failedRounds));
  return false;
}

/** Takes the webhook, when no other process has it, and sends as long as there is something due. */
async function work(delivering: Delivering, id: Id, lane: Lane): Promise<void> {
  const { deps, holder } = delivering;
  const claim = (): Promise<boolean> => {
    const now = deps.now();
    return deps.store.webhooks.claim({ id, holder, now, until: now + LEASE });
  };
  if (!(await claim())) return;
  // An attempt may take longer than the lease.
  const heart = setInterval(() => void claim().catch(() => false), LEASE / 3);
  heart.unref();
  try {
    while (!delivering.isStopped && (await round(delivering, id, lane)) && (await claim()));
  } catch (error) {
    // Removed at this very moment.
    if (!(error instanceof NotFound)) throw error;
  } finally {
    clearInterval(heart);
    await deps.store.webhooks.release(id, holder).catch(() => undefined);
  }
}

function begin(delivering: Delivering, id: Id): void {
  const { lanes, deps } = delivering;
  const lane = lanes.get(id) ?? { running: null, waitsUntil: 0, restsUntil: 0, failedRounds: 0 };
  lanes.set(id, lane);
  const now = deps.now();
  const isResting = isRunning(lane.restsUntil, now, LONGEST_REST) || isRunning(lane.waitsUntil, now, LONGEST_WAIT);
  if (lane.running !== null || delivering.isStopped || isResting) return;
  lane.running = work(delivering, id, lane)
    .catch((error: unknown) => {
      lane.restsUntil = deps.now() + POLL;
      if (!delivering.isStopped) deps.log.warn({ err: error, webhook: id }, 'a webhook could not be served; it is tried again');
    })
    .finally(() => {
      lane.running = null;
    });
}

/** Looks for what is due, of all webhooks; one that takes long keeps no other waiting. */
async function look(delivering: Delivering): Promise<void> {
  const webhooks = await delivering.deps.store.webhooks.list(null);
  const known = new Set(webhooks.map(({ id }) => id));
  for (const [id, { running }] of delivering.lanes) if (!known.has(id) && running === null) delivering.lanes.delete(id);
  for (const { id, enabled } of webhooks) if (enabled) begin(delivering, id);
}

export function createDeliverer(deps: WebhookDeps): Deliverer {
  const delivering: Delivering = { deps, holder: deps.newId(), lanes: new Map(), isStopped: false };
  let timer: NodeJS.Timeout | undefined;
  const lookOnce = (): void => {
    look(delivering).catch((error: unknown) => {
      if (!delivering.isStopped) deps.log.warn({ err: error }, 'webhooks could not be looked at; it is tried again');
    });
  };
  return {
    start() {
      timer = setInterval(lookOnce, POLL);
      timer.unref();
      lookOnce();
    },
    wake(webhookIds, isAsked = false) {
      for (const id of webhookIds) {
        const lane = delivering.lanes.get(id);
        if (lane !== undefined) lane.waitsUntil = 0;
        if (isAsked && lane !== undefined) lane.restsUntil = 0;
        begin(delivering, id);
      }
    },
    async stop() {
      delivering.isStopped = true;
      clearInterval(timer);
      await Promise.all([...delivering.lanes.values()].map(({ running }) => running));
    },
  };
}
