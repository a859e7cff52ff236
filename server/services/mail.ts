import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isLoopbackAddress } from '../config/forms.ts';
import { ConfigMistakes } from '../config/load.ts';
import { mistake } from '../config/mistakes.ts';
import type { Settings } from '../config/schema.ts';
import type { MailOutcome, MailServer } from '../mail/mail.ts';
import { createMailSender, type MailSender } from '../mail/mail-sender.ts';

type MailSettings = Pick<Settings, 'mailUrl' | 'mailFrom' | 'mailDkimDomain' | 'mailDkimSelector' | 'mailDkimKeyFile'>;

async function dkimOf({ mailDkimDomain, mailDkimSelector, mailDkimKeyFile }: MailSettings): Promise<MailServer['dkim']> {
  if (mailDkimDomain === null || mailDkimSelector === null || mailDkimKeyFile === null) return null;
  try {
    const privateKey = await readFile(mailDkimKeyFile, 'utf8');
    createPrivateKey(privateKey);
    return { domain: mailDkimDomain, selector: mailDkimSelector, privateKey };
  } catch {
    throw new ConfigMistakes([mistake.noDkimKey(mailDkimKeyFile)]);
  }
}

/**
 * Makes the sender of the settings; null: no mail is sent.
 * @throws ConfigMistakes when the key for DKIM cannot be used.
 */
export async function createMail(settings: MailSettings, onOutcome?: (outcome: MailOutcome) => void): Promise<MailSender | null> {
  const { mailUrl: url, mailFrom: from } = settings;
  if (url === null || from === null) return null;
  const { hostname, username } = new URL(url);
  // A password goes to another machine only encrypted.
  const needsTls = username !== '' && !isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
  return createMailSender({ url, from, needsTls, dkim: await dkimOf(settings) }, onOutcome);
}
