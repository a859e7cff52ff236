import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { sign } from '../../server/outbound/standard-webhooks.ts';

/** A question as the verifier gets it. */
export interface Question {
  headers: IncomingHttpHeaders;
  body: string;
}
/** How it answers: as JSON with 200, or in its own way. */
export type Answering = object | ((question: Question, res: ServerResponse) => void);

/** A site's verifier on the loopback, which answers as the test says. */
export interface StartedVerifier {
  url: string;
  secret: string;
  questions: Question[];
  answer(next: Answering): void;
  close(): Promise<void>;
}

export async function startVerifier(): Promise<StartedVerifier> {
  const questions: Question[] = [];
  let answering: Answering = {};
  const server = createServer((req, res) => {
    void req.toArray().then((chunks: Buffer[]) => {
      const question = { headers: req.headers, body: Buffer.concat(chunks).toString('utf8') };
      questions.push(question);
      if (typeof answering === 'function') answering(question, res);
      else res.setHeader('content-type', 'application/json').end(JSON.stringify(answering));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/verify`,
    secret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    questions,
    answer(next) {
      answering = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A call of a verifier, signed now. */
export interface SignedCall {
  body: string;
  headers: Record<string, string>;
}

/** @param at unix time of the signature, seconds. */
export function signedCall(secret: string, id: string, body: string, at = Math.floor(Date.now() / 1000)): SignedCall {
  const signature = sign([secret], id, at, body);
  return {
    body,
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature },
  };
}
