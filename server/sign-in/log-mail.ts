import type { SendMail } from '../mail/mail.ts';

/** In development mails go to the log, codes and links too, where no server for mail is set up. Never in production. */
export function createLogMail(log: { info: (facts: object, message: string) => void }): SendMail {
  return async ({ subject, text }) => log.info({ subject, text }, 'a mail, which only the log gets in development');
}
