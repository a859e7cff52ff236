import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { waitFor } from './wait-for.ts';

/** A mail as the server got it. */
export interface ReceivedMail {
  to: string;
  /** As it was sent. */
  raw: string;
  parsed: ParsedMail;
}

export interface SmtpServer {
  /** For MAIL_URL. */
  url: string;
  /** All mails so far, the first one first. */
  mails: ReceivedMail[];
  /** Answers to the next mails instead of taking them: a code of SMTP for every address; null: it takes them. */
  refuse(code: number | null): void;
  /** Waits for so many mails to an address in all; gives them. */
  mailsTo(address: string, count: number): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

/**
 * A real SMTP server on this machine, without TLS.
 * @param port 0: the kernel chooses.
 */
export async function startSmtpServer({
  port = 0,
  login,
}: {
  port?: number;
  login?: { user: string; password: string };
} = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      if (refusal === null) done();
      else done(Object.assign(new Error(`<${address}> refused`), { responseCode: refusal }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        mails.push({ to: envelope.rcptTo.map(({ address }) => address).join(','), raw, parsed: await simpleParser(raw) });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const userinfo = login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  const to = (name: string): ReceivedMail[] => mails.filter((mail) => mail.to === name);
  return {
    url: `smtp://${userinfo}127.0.0.1:${actual}`,
    mails,
    refuse(code) {
      refusal = code;
    },
    async mailsTo(name, count) {
      await waitFor(() => to(name).length >= count);
      return to(name);
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
