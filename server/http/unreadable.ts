import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Lang } from '../../contract/problem.ts';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { errorCode } from '../ops/error-code.ts';
import { dataHeaderPairs } from '../web/data-headers.ts';
import { EXPOSED_HEADERS } from '../web/exposed-headers.ts';
import { langOf } from '../web/lang.ts';
import { presentProblem } from '../web/problems.ts';

/** Most bytes of a request's line and headers together. */
export const HEADER_LIMIT = 16 * 1024;

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'head-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'head-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** The last answer of each connection. */
const answers = new WeakMap<Duplex, ServerResponse>();

/** Notes which answer a connection is getting, so that no other is written into it. */
export function noteAnswer(res: ServerResponse): void {
  if (res.socket !== null) answers.set(res.socket, res);
}

/** Is an answer on its way, or was it the last one of its connection? */
function isAnswered(socket: Duplex): boolean {
  const last = answers.get(socket);
  return last?.headersSent === true && !(last.writableFinished && last.shouldKeepAlive);
}

/** The language that the part of the request asks for which was read last, if it has that line. */
function wantedLang(error: Error): string | undefined {
  const bytes: unknown = 'rawPacket' in error ? error.rawPacket : undefined;
  return bytes instanceof Uint8Array ? /^accept-language: *([^\r\n]{1,200})/im.exec(Buffer.from(bytes).toString('latin1'))?.[1] : undefined;
}

/**
 * Answers what is no request: one with headers that are too long, or that was never sent to its end, or that is no
 * HTTP. Its sender may read why, from any page: it is not known for what it asked.
 */
export function answerUnreadable(error: Error, socket: Duplex): void {
  const code = errorCode(error);
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (isAnswered(socket)) {
    socket.end(() => socket.destroy());
    return;
  }
  refuse(socket, CODES[code ?? ''] ?? 'invalid-request', langOf(wantedLang(error)));
}

/** Answers a request whose body was never sent to its end. */
export function answerLate(req: IncomingMessage, res: ServerResponse): void {
  const { socket } = req;
  // One that was answered before its body was there gets no second answer.
  if (!socket.writable || res.headersSent || isAnswered(socket)) socket.destroy();
  else refuse(socket, 'request-timeout', langOf(req.headers['accept-language']));
}

function refuse(socket: Duplex, code: ProblemCode, lang: Lang): void {
  const problem = new Problem(code, { pub: { limit: HEADER_LIMIT } });
  const requestId = randomUUID();
  const body = JSON.stringify(presentProblem(problem, lang, requestId));
  const pairs = dataHeaderPairs();
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...pairs.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${pairs[i + 1]}`] : [])),
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Access-Control-Allow-Origin: *',
    `Access-Control-Expose-Headers: ${EXPOSED_HEADERS}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
