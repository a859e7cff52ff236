import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';

/** A shared cache between readers and the service, as a CDN is one. */
export interface SharedCache {
  url: string;
  /** How many answers came out of it without asking the service. */
  hits: () => number;
  /** Everything that it keeps has become too old. */
  expire(): void;
  close(): Promise<void>;
}

interface Kept {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** May a shared cache keep it? It looks at its own header first (RFC 9213), at the common one otherwise (RFC 9111). */
function mayKeep(headers: IncomingHttpHeaders): boolean {
  const own = headers['cdn-cache-control'];
  if (typeof own === 'string') return /\bmax-age=[1-9]/.test(own);
  const common = headers['cache-control'] ?? '';
  return /\bs-maxage=[1-9]/.test(common) && !/no-store|private/.test(common);
}

/**
 * Starts one. Its clock stands still until it is told to `expire`: whatever it may keep at all it gives again, as the
 * slowest cache would within the time that it is allowed. It keeps an answer for each address and each header that
 * `Vary` names.
 */
export async function startSharedCache(service: () => string): Promise<SharedCache> {
  const kept = new Map<string, Kept>();
  let hits = 0;
  const server = createServer((req, res) => {
    const name = [req.method, req.url, req.headers.origin, req.headers['accept-encoding']].join(' ');
    const known = kept.get(name);
    if (known !== undefined) {
      hits++;
      const isSame = known.headers.etag !== undefined && req.headers['if-none-match'] === known.headers.etag;
      res.writeHead(isSame ? 304 : known.status, known.headers).end(isSame ? undefined : known.bytes);
      return;
    }
    // It asks for the whole answer, so that it can keep it.
    const { 'if-none-match': _, ...headers } = req.headers;
    const asked = request(service() + req.url, { method: req.method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const one = { status: answer.statusCode ?? 502, headers: answer.headers, bytes };
        if (req.method === 'GET' && one.status === 200 && mayKeep(answer.headers)) kept.set(name, one);
        res.writeHead(one.status, one.headers).end(bytes);
      });
    });
    asked.on('error', () => res.writeHead(502).end());
    req.pipe(asked);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    hits: () => hits,
    expire: () => kept.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
