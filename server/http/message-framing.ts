import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Is the request framed so that every server on its way reads it alike? Two `Host` headers, or a transfer encoding
 * other than `chunked`, may mean one thing to a proxy and another here (RFC 9112, 3.2 and 6.1).
 */
export function isPlainlyFramed({ headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): boolean {
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') return false;
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts <= 1;
}

/** Refuses such a request and ends its connection: what follows on it cannot be distinguished from its body. */
export function refuseFraming(res: ServerResponse): void {
  res.writeHead(400, { Connection: 'close', 'Content-Length': '0', 'Cache-Control': 'no-store' }).end(() => res.socket?.destroySoon());
}
