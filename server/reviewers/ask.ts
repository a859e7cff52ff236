import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { Ms } from '../domain/types.ts';
import type { Outbound } from '../outbound/fetch.ts';
import type { Call, HumanDecision } from './adapter.ts';
import { akismet } from './akismet.ts';
import { aliyun } from './aliyun.ts';
import { chat } from './chat.ts';
import { type Outcome, reviewFailure } from './opinion.ts';
import type { Share } from './subject.ts';
import { tencent } from './tencent.ts';
import { webhook } from './webhook.ts';

/** Asks the adapter of a reviewer's kind. @throws as the adapter. */
export function review(reviewer: ReviewerSettings, share: Share, call: Call): Promise<Outcome> {
  switch (reviewer.kind) {
    case 'webhook':
      return webhook.review(reviewer, share, call);
    case 'akismet':
      return akismet.review(reviewer, share, call);
    case 'aliyun':
      return aliyun.review(reviewer, share, call);
    case 'tencent':
      return tencent.review(reviewer, share, call);
    case 'chat':
      return chat.review(reviewer, share, call);
  }
}

/** How to send a reviewer what people decided; null when it is not sent to this one. Sending throws as the adapter. */
export function sendFeedback(reviewer: ReviewerSettings, share: Share, decision: HumanDecision): ((call: Call) => Promise<boolean>) | null {
  if (reviewer.kind === 'webhook' && reviewer.feedback) return (call) => webhook.feedback(reviewer, share, decision, call);
  if (reviewer.kind === 'akismet' && reviewer.feedback) return (call) => akismet.feedback(reviewer, share, decision, call);
  return null;
}

const ADAPTERS = { webhook, akismet, aliyun, tencent, chat } as const;

/** What the opinion of this reviewer depends on. */
export function reads(reviewer: ReviewerSettings, share: Share): unknown {
  return ADAPTERS[reviewer.kind].reads(share);
}

/** How many calls one review costs. @throws ReviewFailure `too-long`. */
export function callsFor(reviewer: ReviewerSettings, share: Share): number {
  return ADAPTERS[reviewer.kind].calls(share);
}

export interface AskDeps {
  fetch: Outbound;
  now: () => Ms;
  /** A clock that does not step back. */
  steady: () => Ms;
  random: (bytes: number) => Uint8Array;
}

/** Failures after which the same question may be answered; what was refused once will be again. */
const TRANSIENT: ReadonlySet<string> = new Set(['unreachable', 'unresolved', 'busy']);
/** Less time than this is no use for a second try. */
const LEAST: Ms = 100;

/**
 * One question within a time limit: a second try only when the first failed for a passing reason and there is
 * time left; both carry the same idempotency key.
 * @throws ReviewFailure
 */
export async function withinTime<T>(
  deps: AskDeps,
  timeoutMs: Ms,
  signal: AbortSignal | undefined,
  ask: (call: Call) => Promise<T>,
): Promise<T> {
  const end = deps.steady() + timeoutMs;
  const attempt = (number: number): Promise<T> => {
    const remainingMs = end - deps.steady();
    const limited: Outbound = (input, init) =>
      deps.fetch(input, { ...init, timeoutMs: Math.max(1, end - deps.steady()), signal: signal ?? null });
    return ask({ attempt: number, remainingMs, fetch: limited, now: deps.now, random: deps.random });
  };
  try {
    return await attempt(1);
  } catch (error) {
    const failure = reviewFailure(error);
    if (!TRANSIENT.has(failure.code) || end - deps.steady() < LEAST) throw failure;
  }
  try {
    return await attempt(2);
  } catch (error) {
    throw reviewFailure(error);
  }
}
