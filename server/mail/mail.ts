import type { Ms } from '../domain/types.ts';

/** A mail as it is sent. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The part of its Message-ID before the `@`: the same for the same mail, however often it is tried. Left out: random. */
  id?: string | undefined;
  /** Parts of Message-IDs of ours that it belongs to, the first one first; the last is the one it answers. */
  thread?: readonly string[] | undefined;
  /** Where one click leaves (RFC 8058); left out for mail that nobody subscribes to. */
  leaveUrl?: string | undefined;
}

/** Sends a mail. @throws MailFailure */
export type SendMail = (mail: Mail) => Promise<void>;

/** How often and with what success mail was sent. */
export type MailOutcome = 'sent' | 'temporary' | 'final';

/** The server for mail, as it is set up. */
export interface MailServer {
  url: string;
  from: string;
  /** Nothing is sent before the connection is encrypted. */
  needsTls: boolean;
  dkim: { domain: string; selector: string; privateKey: string } | null;
  /** How long each step of a connection is waited for. */
  timeout?: Ms;
}
