import { errorCode } from '../ops/error-code.ts';

/**
 * Why a mail was not sent. `temporary`: the same may succeed later. `final`: this mail never will. Its message has no address and no text of
 * the other server in it: it goes to logs.
 */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly kind: 'temporary' | 'final';
  /** Does it concern all mail (no connection, no sign-in), and not this one alone? */
  readonly isServer: boolean;
  /** The answer of the SMTP server, for the operator who asks; may have addresses in it. */
  readonly answer: string;

  constructor(code: string, facts: Pick<MailFailure, 'kind' | 'isServer' | 'answer'>, options?: ErrorOptions) {
    super(code, options);
    this.kind = facts.kind;
    this.isServer = facts.isServer;
    this.answer = facts.answer;
  }
}

/** Failures of the whole way to the server. A wrong password is one too: the operator mends it, and the mail is still good. */
const OF_SERVER: ReadonlySet<string> = new Set([
  'EAUTH',
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'EDNS',
  'ENOAUTH',
  'EOAUTH2',
  'EPROTOCOL',
  'ESOCKET',
  'ETIMEDOUT',
  'ETLS',
]);

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Object.entries(error).find(([key]) => key === name)?.[1] : undefined;
}

/** What an error of nodemailer means. An answer 5xx is final (RFC 5321, 4.2.1), except where it refuses the connection or the sign-in. */
export function mailFailure(error: unknown): MailFailure {
  if (error instanceof MailFailure) return error;
  const code = errorCode(error) ?? 'unknown';
  const status = fieldOf(error, 'responseCode');
  const answer = fieldOf(error, 'response');
  const command = fieldOf(error, 'command');
  const isServer = OF_SERVER.has(code) || command === 'CONN' || command === 'EHLO' || status === 421;
  // Without an answer the mail itself could not be made.
  const isFinal = !isServer && (typeof status === 'number' ? status >= 500 : code === 'EENVELOPE' || code === 'EMESSAGE');
  const name = [code, ...(typeof command === 'string' ? [command] : []), ...(typeof status === 'number' ? [status] : [])].join(' ');
  return new MailFailure(name, { kind: isFinal ? 'final' : 'temporary', isServer, answer: typeof answer === 'string' ? answer : '' });
}
