/** The storage port, the log of events and what processes send each other. See port.ts for the promises. */
import type { ChangeNote, Channel, EventType, LoggedEvent, NewEvent, PlacedEvent } from '../domain/events.ts';

export interface EventStore {
  /** Appends events that belong to no stored change (tallies). */
  append(events: NewEvent[]): Promise<void>;
  /**
   * Events of these types in all channels after a position, in order; none becomes visible below one that was. Moves
   * what dead processes left behind into the log first. `upTo`: there is none of these types up to there that was not given.
   */
  after(q: { position: number; types: readonly EventType[]; limit: number }): Promise<{ events: PlacedEvent[]; upTo: number }>;
  /** Events of a channel after `seq`, in order; a number is never visible before the one below it. */
  since(q: { channel: Channel; seq: number; limit: number }): Promise<LoggedEvent[]>;
  /** The same for many channels at once, each from its own number; at most `limit` in all. */
  sinceMany(heads: Map<Channel, number>, limit: number): Promise<LoggedEvent[]>;
  /** The number of the channel's last event, 0 without any. */
  head(channel: Channel): Promise<number>;
  /** Resolves when the log has what the writes that have answered here left for it: then every process finds it. */
  flushed(): Promise<void>;
}

/**
 * Called by a store with what its own writes have changed, once for each: where the write is committed, before its answer
 * goes out, so that a reader who has just written reads what was written. Not called for writes of other processes. Must
 * not throw.
 */
export type OnWritten = (changes: readonly ChangeNote[]) => void;

/** What one process receives from the others through the store. */
export interface SignalHandler {
  /** Events that any process, this one too, has brought into the log. */
  logged: (events: LoggedEvent[]) => void;
  /** A message that any process has published. */
  onSignal: (text: string) => void;
  /** Something may have been missed. */
  lost: () => void;
}

export interface SignalChannel {
  /** Publishes to all processes; rejects when it could not. */
  publish(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Messages from process to process through the store: soon but not surely, so that nothing may rest on it. */
export interface SignalStore {
  /** Subscribes from now on; null where the store has no such channel. */
  open(subscribe: SignalHandler): Promise<SignalChannel | null>;
}
