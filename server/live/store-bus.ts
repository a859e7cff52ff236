import type { SignalStore } from '../store/port.ts';
import { type OpenBus, signalIn } from './bus.ts';

/**
 * Word through the store: what is in the log is heard by all processes, and what else they tell goes the same way.
 * @param other is used where the store has no such way.
 */
export function storeBus(signals: SignalStore, other: OpenBus, onError: (error: unknown) => void): OpenBus {
  return async (hear) => {
    const channel = await signals.open({
      logged: hear.logged,
      lost: hear.lost,
      onSignal(text) {
        const signal = signalIn(text);
        if (signal !== null) hear.onChange(signal);
      },
    });
    if (channel === null) return other(hear);
    return {
      followsLog: true,
      publish: (signal) => void channel.publish(JSON.stringify(signal)).catch(onError),
      stop: () => channel.close(),
    };
  };
}
