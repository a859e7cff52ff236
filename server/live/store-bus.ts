import type { SignalStore } from '../store/port-events.ts';
import { type OpenBus, signalIn } from './bus.ts';

/**
 * Signals through the store: all processes follow the log, and their other signals go the same way.
 * @param other is used where the store has no such way.
 */
export function storeBus(signals: SignalStore, other: OpenBus, onError: (error: unknown) => void): OpenBus {
  return async (handlers) => {
    const channel = await signals.open({
      logged: handlers.logged,
      lost: handlers.lost,
      onSignal(text) {
        const signal = signalIn(text);
        if (signal !== null) handlers.onChange(signal);
      },
    });
    if (channel === null) return other(handlers);
    return {
      followsLog: true,
      publish: (signal) => void channel.publish(JSON.stringify(signal)).catch(onError),
      stop: () => channel.close(),
    };
  };
}
