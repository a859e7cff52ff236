import type { SignInWay } from '../domain/sign-in-settings.ts';
import type { Id, Ms } from '../domain/types.ts';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SendMail } from '../mail/mail.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { Store } from '../store/port.ts';
import type { Provider } from './provider.ts';

/** What the sign-in of readers needs of the world. */
export interface SignInDeps {
  store: Pick<Store, 'readers' | 'oneTime'>;
  providers: Provider<SignInWay>;
  encryption: Encryption;
  now: () => Ms;
  newId: () => Id;
  /** That many random bytes. */
  random: (bytes: number) => Uint8Array;
  /** The server's secret. */
  secret: string;
  /** null: there is none, and nobody signs in by mail. */
  sendMail: SendMail | null;
  /** False only for load tests on the loopback. */
  limitsOn: boolean;
  makeLimiter: (options: { points: number; duration: number; keyPrefix: string }) => RateLimiterAbstract;
  log: { warn: (facts: object, message: string) => void };
}
