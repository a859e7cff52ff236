import type { Subscription } from '../events/subscription.ts';
import type { SendMail } from '../mail/mail.ts';
import { answerMail } from '../notify/answers.ts';
import { createFollowers, type Followers } from '../notify/followers.ts';
import { createMailOutbox, type MailOutbox } from '../notify/outbox.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Environment } from './environment.ts';

/** How readers are mailed. */
export interface NotifyServices {
  followers: Followers;
  subscription: Subscription;
  outbox: MailOutbox;
}

export function createNotifyServices(
  { config, store, log, now, steady, newId }: Environment,
  parts: { sites: SiteDirectory; encryption: Encryption; sendMail: SendMail | null; publicUrl: () => string },
): NotifyServices {
  const { sites, ...rest } = parts;
  const deps = { ...rest, store, site: sites.find, secret: config.secret, now, newId, gather: config.mailGather, log };
  return { followers: createFollowers(deps), subscription: answerMail(deps), outbox: createMailOutbox({ ...deps, steady }) };
}
