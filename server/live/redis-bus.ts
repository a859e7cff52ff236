import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { type OpenBus, signalIn } from './bus.ts';

/** Longest pause between two tries to reach Redis, ms. */
const LONGEST_PAUSE = 2_000;

/**
 * Signals by Redis, published to the processes that are subscribed at that moment. A Redis that is away is waited for and only makes
 * signals late.
 * @param secret the servers' own: processes that share it get each other's signals, others on the same Redis do not.
 */
export async function redisBus(url: string, secret: string, log: Pick<Logger, 'warn' | 'info'>): Promise<OpenBus> {
  // Loaded only here: a server without Redis starts without it.
  const { Redis } = await import('ioredis');
  const channel = `liangju:${createHash('sha256').update(`bus ${secret}`).digest('base64url').slice(0, 22)}`;

  return (handlers) => {
    const options = {
      maxRetriesPerRequest: null,
      enableOfflineQueue: false,
      retryStrategy: (times: number) => Math.min(LONGEST_PAUSE, 50 * times),
    };
    const speaker = new Redis(url, options);
    const subscriber = new Redis(url, { ...options, autoResubscribe: false });
    let isAway = false;
    const away = (error: unknown): void => {
      if (!isAway) log.warn({ err: error }, 'Redis does not answer: signals of other processes come late');
      isAway = true;
    };
    speaker.on('error', away);
    subscriber.on('error', away);
    subscriber.on('ready', () => {
      subscriber.subscribe(channel).then(() => {
        if (isAway) log.info('Redis answers');
        isAway = false;
        handlers.lost();
      }, away);
    });
    subscriber.on('message', (_channel: string, text: string) => {
      const signal = signalIn(text);
      if (signal !== null) handlers.onChange(signal);
    });
    return Promise.resolve({
      followsLog: false,
      publish: (signal) => void speaker.publish(channel, JSON.stringify(signal)).catch(away),
      stop() {
        speaker.disconnect();
        subscriber.disconnect();
        return Promise.resolve();
      },
    });
  };
}
