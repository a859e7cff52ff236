import type { IncomingMessage } from 'node:http';

/** A request is there whole after so long, ms, or it is ended. */
const WHOLE_WITHIN = 30_000;
/** Of a file that is sent something arrives within so long, ms, or the request is ended. */
const MOVES_WITHIN = 30_000;

const files = new WeakSet<IncomingMessage>();

/** What the server does with a request that is not there in time. */
type OnLate = (req: IncomingMessage) => void;

/**
 * Ends a request whose body is not there in time, so that none holds a connection for ever. Node's own `requestTimeout` is
 * the same for every request, and a file may take an hour.
 */
export function watchBody(req: IncomingMessage, onLate: OnLate): void {
  if (req.method === 'GET' || req.method === 'HEAD') return;
  let received = -1;
  let timer = setTimeout(look, WHOLE_WITHIN);
  timer.unref();
  req.once('close', () => clearTimeout(timer));

  function look(): void {
    if (req.complete) return;
    const bytes = req.socket.bytesRead;
    if (!files.has(req) || bytes === received) {
      onLate(req);
      return;
    }
    received = bytes;
    timer = setTimeout(look, MOVES_WITHIN);
    timer.unref();
  }
}

/** The body is a file from somebody who may send one: it may take as long as it goes on arriving. */
export function allowFile(req: IncomingMessage): void {
  files.add(req);
}
