import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A request is there whole after so long, ms, or it is ended. */
const WHOLE_WITHIN = 30_000;
/** Of a file that is sent something arrives within so long, ms, or the request is ended. */
const MOVES_WITHIN = 30_000;

const files = new WeakSet<IncomingMessage>();

/** What the server does with a request that is not there in time. */
type OnLate = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Ends requests whose body is not there in time, so that none holds a connection for ever, whichever listener answers them.
 * To be called after all that replaces the server's listeners. Node's own `requestTimeout` is the same for every request, and a
 * file may take an hour.
 */
export function watchBodies(server: Server, onLate: OnLate): void {
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    if (hasBody(req)) watchBody(req, () => onLate(req, res));
  });
}

/** Is a body announced (RFC 9112, 6.3)? Also with GET, where nothing reads it. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

function watchBody(req: IncomingMessage, onLate: () => void): void {
  let received = -1;
  let timer = setTimeout(look, WHOLE_WITHIN);
  timer.unref();
  req.once('close', () => clearTimeout(timer));

  function look(): void {
    if (req.complete) return;
    const bytes = req.socket.bytesRead;
    if (!files.has(req) || bytes === received) {
      onLate();
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
