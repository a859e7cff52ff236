import { createTransport } from 'nodemailer';
import type { Ms } from '../domain/types.ts';
import { MailFailure, mailFailure } from './mail-failure.ts';
import type { Mail, MailOutcome, MailServer, SendMail } from './mail.ts';

/** Connections at once, and mails of one before it is made anew: many servers end it about there. */
const CONNECTIONS = 3;
const MAILS_OF_CONNECTION = 100;
/** How long each step of a connection is waited for. */
const TIMEOUT: Ms = 20_000;
/** More than that wait in memory for a connection: the caller keeps the rest. */
const MOST_WAITING = 500;
const LONGEST_SUBJECT = 160;

/** Sends mail by an SMTP server. */
export interface MailSender {
  send: SendMail;
  /** Ends the connections; what is under way fails. */
  close(): void;
}

/** One line without control characters and without signs that turn the order of the others: it stands in a header. */
export function headerText(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/\s+/g, ' ');
  const signs = [...clean.trim()];
  return signs.length <= LONGEST_SUBJECT ? signs.join('') : `${signs.slice(0, LONGEST_SUBJECT - 1).join('')}…`;
}

/** A Message-ID of ours. */
const messageId = (id: string, domain: string): string => `<${id}@${domain}>`;

/** The message as nodemailer takes it. Addresses go in as they are, never read as lists of addresses. */
function messageOf(mail: Mail, from: string): object {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const thread = (mail.thread ?? []).map((id) => messageId(id, domain));
  const isListed = mail.leaveUrl !== undefined;
  return {
    from: { name: '', address: from },
    to: { name: '', address: mail.to },
    subject: headerText(mail.subject),
    text: mail.text,
    html: mail.html,
    ...(mail.id === undefined ? {} : { messageId: messageId(mail.id, domain) }),
    ...(thread.length === 0 ? {} : { references: thread, inReplyTo: thread.at(-1) }),
    headers: {
      // RFC 3834: no holiday answer comes back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(isListed ? { 'List-Unsubscribe': `<${mail.leaveUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
  };
}

/**
 * Makes the sender. Connects when the first mail is sent.
 * @param onOutcome is called for each mail that was tried.
 */
export function createMailSender(server: MailServer, onOutcome: (outcome: MailOutcome) => void = () => undefined): MailSender {
  const timeout = server.timeout ?? TIMEOUT;
  const { dkim } = server;
  const transport = createTransport({
    url: server.url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_OF_CONNECTION,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    requireTLS: server.needsTls,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === null ? {} : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
  });
  let waiting = 0;

  return {
    async send(mail) {
      if (waiting >= MOST_WAITING) throw new MailFailure('too many mails wait', { kind: 'temporary', isServer: true, answer: '' });
      waiting++;
      try {
        await transport.sendMail(messageOf(mail, server.from));
        onOutcome('sent');
      } catch (error) {
        const failure = mailFailure(error);
        onOutcome(failure.kind);
        throw failure;
      } finally {
        waiting--;
      }
    },
    close: () => transport.close(),
  };
}
