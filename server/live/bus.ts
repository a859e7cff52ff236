import { z } from 'zod';
import type { ChangeNote, Channel, EventType } from '../domain/events.ts';

/** One change that another process should know of soon. */
export type Change = ChangeNote;

/** What processes send to each other. Nothing depends on it: a signal that is lost is found in the log within a second. */
export interface Signal {
  /** Which process speaks. */
  from: string;
  changes?: Change[] | undefined;
  /** How many readers of these channels the process has now. */
  online?: [channel: Channel, readers: number][] | undefined;
  /** `hello`: it has just come and asks how many readers the others have; `bye`: it is gone. */
  state?: 'hello' | 'bye' | undefined;
}

export interface BusHandlers {
  onChange: (signal: Signal) => void;
  /** Changes that the log has got, of any process. */
  logged: (changes: Change[]) => void;
  /** Something may have been missed. */
  lost: () => void;
}

/** The way to the other processes. */
export interface Bus {
  /** Does the bus follow the log of all processes? Then changes need not be published. */
  readonly followsLog: boolean;
  /** Sends to the others; never fails. */
  publish(signal: Signal): void;
  stop(): Promise<void>;
}

export type OpenBus = (subscribe: BusHandlers) => Promise<Bus>;

/** Where there is only one process. */
export const openNoBus: OpenBus = () => Promise.resolve({ followsLog: false, publish: () => undefined, stop: () => Promise.resolve() });

const TYPES = {
  'comment.published': true,
  'comment.edited': true,
  'comment.removed': true,
  'comment.votes': true,
  'thread.updated': true,
  'comment.judged': true,
  'queue.added': true,
  'queue.claimed': true,
  'queue.decided': true,
  'cluster.found': true,
  'burst.found': true,
  'thread.burst': true,
  'staff.changed': true,
  'comment.created': true,
  'comment.reported': true,
  'comment.appealed': true,
  'reader.banned': true,
  'reader.erased': true,
  'thread.opened': true,
  'thread.closed': true,
  'site.changed': true,
} as const satisfies Record<EventType, true>;
const isType = (text: string): text is EventType => text in TYPES;
const isChannel = (text: string): text is Channel => /^(?:thread|staff|reader|site):/.test(text);
const ChannelText = z.string().max(200).refine(isChannel);
const SignalText = z.object({
  from: z.string().max(100),
  changes: z
    .array(z.object({ type: z.string().refine(isType), channel: ChannelText, siteId: z.string().max(100) }))
    .max(2_000)
    .optional(),
  online: z
    .array(z.tuple([ChannelText, z.int().min(0).max(1_000_000)]))
    .max(2_000)
    .optional(),
  state: z.enum(['hello', 'bye']).optional(),
});

/** The signal of a text; null for what is not ours. */
export function signalIn(text: string): Signal | null {
  try {
    return SignalText.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
