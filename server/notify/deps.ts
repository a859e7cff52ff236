import type { Site, Id, Ms } from '../domain/types.ts';
import type { SendMail } from '../mail/mail.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { Store } from '../store/port.ts';

/** What mailing readers needs of the world. */
export interface NotifyDeps {
  store: Pick<Store, 'mail' | 'comments' | 'threads'>;
  site: (id: string) => Promise<Site | null>;
  encryption: Encryption;
  /** The server's secret. */
  secret: string;
  now: () => Ms;
  newId: () => Id;
  /** null: there is no server for mail, and nothing is offered. */
  sendMail: SendMail | null;
  /** So long answers are gathered to one mail. */
  gather: Ms;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
  log: { warn: (facts: object, message: string) => void; error: (facts: object, message: string) => void };
}
